package dev.agentsdk.e2e;

import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.e2e.support.E2e;
import dev.agentsdk.e2e.support.EveryLauncher;
import dev.agentsdk.e2e.support.Launchers;
import dev.agentsdk.e2e.support.Procs;
import dev.agentsdk.e2e.support.RawSession;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.spi.ExitReport;
import dev.agentsdk.spi.ExitReport.Stage;
import dev.agentsdk.testing.FakeCli;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A child that ends at EOF and leaves a grandchild on its pipes: nobody gets EOF from those pipes, and close() must neither
 * wait for it nor leave the grandchild behind.
 */
@E2e
@Tag("R-12")
class GrandchildCloseTest {

    @TempDir
    Path dir;

    static Stream<Arguments> grandchildren() {
        record Kind(String name, String step) {}
        List<Kind> kinds = List.of(
                new Kind("grandchild on stdin", "grandchild:0"),
                new Kind("grandchild on stdout", "grandchild:1"),
                new Kind("grandchild on stderr", "grandchild:2"),
                new Kind("grandchild on all pipes", "grandchild:012"),
                new Kind("grandchild flooding stdout", "flooder:1"),
                new Kind("grandchild flooding stderr", "flooder:2"),
                new Kind("grandchild in its own session", "session-grandchild"));
        return kinds.stream()
                .flatMap(kind -> Launchers.all().map(launcher -> Arguments.of(kind.name(), kind.step(), launcher)));
    }

    @ParameterizedTest(name = "{0}, {2}")
    @MethodSource("grandchildren")
    void isEndedAtOnceWithItsParent(String name, String step, ProcessLauncher launcher) {
        FakeCli cli = FakeCli.in(dir).onStart(step);
        RawSession session = RawSession.open(cli, launcher);
        long grandchild = Long.parseLong(cli.awaitNote("grandchild.pid", Duration.ofSeconds(30)));
        assertThat(Procs.isAlive(grandchild)).isTrue();

        ExitReport report = session.closeAndNote(name, launcher);

        assertThat(report.stage()).isEqualTo(Stage.EOF);
        assertThat(report.exitCode()).hasValue(0);
        assertThat(report.elapsed()).is(under(Duration.ofMillis(800)));
        assertThat(Procs.isAlive(grandchild)).as("the grandchild").isFalse();
    }

    @ParameterizedTest(name = "{0}, {2}")
    @MethodSource("grandchildren")
    @Tag("R-78")
    void isEndedWithAParentThatMustBeKilled(String name, String step, ProcessLauncher launcher) {
        FakeCli cli = FakeCli.in(dir).onStart("ignore-term " + step + " hang");
        RawSession session = RawSession.open(cli, launcher);
        long grandchild = Long.parseLong(cli.awaitNote("grandchild.pid", Duration.ofSeconds(30)));

        ExitReport report = session.closeAndNote(name + ", child ignores EOF and SIGTERM", launcher);

        assertThat(report.stage()).isEqualTo(Stage.KILL);
        assertThat(Procs.isAlive(grandchild)).as("the grandchild").isFalse();
    }

    /** Nobody could note it beforehand: only the group finds it, while the unreaped leader reserves the group's id. */
    @EveryLauncher
    void isEndedThoughItWasStartedAfterEof(ProcessLauncher launcher) throws InterruptedException {
        FakeCli cli = FakeCli.in(dir).onStart("ready").onEof("grandchild:012");
        RawSession session = RawSession.open(cli, launcher);
        session.awaitReady();

        ExitReport report = session.closeAndNote("grandchild started after EOF", launcher);

        assertThat(report.stage()).isEqualTo(Stage.EOF);
        long grandchild = Long.parseLong(cli.note("grandchild.pid"));
        assertThat(Procs.isAlive(grandchild)).as("the grandchild").isFalse();
    }
}
