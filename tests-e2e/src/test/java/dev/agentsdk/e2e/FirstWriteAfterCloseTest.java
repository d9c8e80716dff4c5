package dev.agentsdk.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.e2e.support.E2e;
import dev.agentsdk.e2e.support.EveryLauncher;
import dev.agentsdk.e2e.support.Procs;
import dev.agentsdk.e2e.support.RawSession;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.spi.ExitReport;
import dev.agentsdk.spi.ExitReport.Stage;
import dev.agentsdk.testing.FakeCli;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

/**
 * The reading end is really closed before the waits begin: the very first write of the child afterwards fails. A {@code
 * close()} of a Java stream does not do that while a thread waits in {@code read}: the kernel keeps the pipe open for that
 * read, swallows the first write, and only the second one fails.
 */
@E2e
class FirstWriteAfterCloseTest {

    @TempDir
    Path dir;

    @EveryLauncher
    void afterEofWithAReaderThatWasWaiting(ProcessLauncher launcher) throws InterruptedException {
        FakeCli cli = FakeCli.in(dir).onStart("ready").onEof("sleep:0.2 first-write");
        RawSession session = RawSession.open(cli, launcher);
        session.awaitReady();

        ExitReport report = session.closeAndNote("first write 0.2 s after EOF", launcher);

        assertThat(report.stage()).isEqualTo(Stage.EOF);
        assertFirstWriteFailed(cli, launcher);
    }

    @EveryLauncher
    void afterTermWithAReaderThatWasWaiting(ProcessLauncher launcher) throws InterruptedException {
        FakeCli cli = FakeCli.in(dir).onStart("late-write ready hang");
        RawSession session = RawSession.open(cli, launcher);
        session.awaitReady();

        ExitReport report = session.closeAndNote("first write after SIGTERM", launcher);

        assertThat(report.stage()).isEqualTo(Stage.TERM);
        assertThat(report.elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(1200));
        assertFirstWriteFailed(cli, launcher);
    }

    @EveryLauncher
    void aWriteThatWasBlockedWhenCloseBeganFails(ProcessLauncher launcher) {
        FakeCli cli = FakeCli.in(dir).onStart("ignore-pipe sleep:0.1 fill");
        RawSession session = RawSession.open(cli, launcher);
        session.transport().pauseReading();
        Procs.awaitBlockedInPipeWrite(session.pid());

        ExitReport report = session.closeAndNote("blocked write, then EOF", launcher);

        assertThat(report.stage()).isEqualTo(Stage.EOF);
        assertThat(report.exitCode()).as("it went on to read EOF").hasValue(0);
        assertThat(cli.note("fill")).isEqualTo("write failed");
    }

    private static void assertFirstWriteFailed(FakeCli cli, ProcessLauncher launcher) {
        String outcome = cli.note("first-write");
        if (launcher.name().equals("posix")) {
            assertThat(outcome)
                    .as("what write() returned")
                    .contains("Broken pipe")
                    .contains("status 1");
        } else {
            // The documented limit of the JDK's streams: the first write is swallowed, unless the reader was not yet or
            // not just then in its read.
            assertThat(outcome)
                    .satisfiesAnyOf(
                            swallowed -> assertThat(swallowed).isEqualTo("status 0"),
                            failed -> assertThat(failed).contains("Broken pipe").contains("status 1"));
        }
    }
}
