package dev.agentsdk.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fake as an agent that does not want to go, and leaves others behind. */
@Timeout(60)
class FakeCliSignalsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path root;

    private FakeCli cli;

    @BeforeEach
    void putTheScript() {
        cli = FakeCli.in(root);
    }

    private FakeRun startReady(FakeCli behaving) {
        FakeRun run = FakeRun.start(behaving);
        run.awaitStderr("READY");
        return run;
    }

    private long grandchild() {
        return Long.parseLong(cli.awaitNote("grandchild.pid", PATIENCE));
    }

    private static String stat(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.substring(stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            throw new AssertionError("There is no process " + pid, e);
        }
    }

    /** What a descriptor of a process is; empty while it is none, as between two redirections. */
    private static String target(long pid, int descriptor) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + pid + "/fd/" + descriptor))
                    .toString();
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void hangEndsByASignalAndNotByTheEndOfItsInput() throws Exception {
        try (FakeRun run = startReady(cli.onStart("ready hang"))) {
            run.endInput();
            run.signal("TERM");

            assertThat(run.exitCode()).isEqualTo(143);
        }
    }

    @Test
    void ignoreEofHangsAtTheEndOfItsInput() throws Exception {
        try (FakeRun run = FakeRun.start(cli.onStart("ignore-eof").onEof("ready"))) {
            run.endInput();
            run.awaitStderr("READY");
            assertThat(run.process().isAlive()).isTrue();
            run.signal("TERM");
            assertThat(run.exitCode()).isEqualTo(143);
        }
    }

    @Test
    void ignoreTermTakesNothingButTheLastResort() throws Exception {
        try (FakeRun run = startReady(cli.onStart("ignore-term ready"))) {
            run.signal("TERM");
            assertThat(run.initialize().path("type").asText()).isEqualTo("control_response");
            run.signal("KILL");
            assertThat(run.exitCode()).isEqualTo(137);
        }
    }

    @Test
    void termExitExitsWithItsCode() throws Exception {
        try (FakeRun run = startReady(cli.onStart("term-exit:42 ready hang"))) {
            run.signal("TERM");
            assertThat(run.exitCode()).isEqualTo(42);
        }
    }

    @Test
    void logTermNotesTheSignalAndEnds() throws Exception {
        try (FakeRun run = startReady(cli.onStart("log-term ready hang"))) {
            assertThat(cli.hasNote("signals")).isFalse();
            run.signal("TERM");
            assertThat(run.exitCode()).isEqualTo(143);
            assertThat(cli.note("signals")).isEqualTo("TERM");
        }
    }

    @Test
    void trapTermGoesOnWithWhatItWasAt() throws Exception {
        try (FakeRun run = startReady(cli.onStart("trap-term ready hang"))) {
            run.signal("TERM");
            run.signal("TERM");
            assertThat(run.process().isAlive()).isTrue();
            run.signal("KILL");
            assertThat(run.exitCode()).isEqualTo(137);
        }
    }

    @Test
    void lateWriteWritesOnTheSignalAndExits() throws Exception {
        try (FakeRun run = startReady(cli.onStart("late-write ready hang"))) {
            run.signal("TERM");
            assertThat(run.exitCode()).isZero();
            assertThat(cli.note("first-write")).isEqualTo("status 0");
        }
    }

    @Test
    void stopStopsItUntilItIsToldToGoOn() throws Exception {
        try (FakeRun run = FakeRun.start(cli.onStart("stop marker"))) {
            long pid = run.process().pid();
            Eventually.await("it is stopped", () -> stat(pid).startsWith("T"));
            assertThat(cli.hasNote("marker")).isFalse();
            run.signal("CONT");
            assertThat(cli.awaitNote("marker", PATIENCE)).isEqualTo("written");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "2", "012", "none"})
    void aGrandchildHoldsTheDescriptorsThatItIsToldToAndOutlivesTheScript(String held) throws Exception {
        try (FakeRun run = startReady(cli.onStart("grandchild:" + held + " ready"))) {
            long grandchild = grandchild();
            long script = run.process().pid();
            for (int descriptor = 0; descriptor <= 2; descriptor++) {
                int number = descriptor;
                boolean holds = held.contains(Integer.toString(descriptor));
                // Looked up each time: where the script says READY, its stdout is its stderr for a moment.
                Eventually.await(
                        "descriptor " + descriptor + " is the script's or /dev/null",
                        () -> target(grandchild, number).equals(holds ? target(script, number) : "/dev/null"));
                assertThat(target(grandchild, number)).isNotEmpty();
            }
            run.endInput();
            assertThat(run.exitCode()).isZero();
            assertThat(FakeRun.isAlive(grandchild)).isTrue();
        }
    }

    @Test
    void aFlooderWritesWithoutEndAndOutlivesTheScript() throws Exception {
        try (FakeRun run = FakeRun.start(cli.onStart("flooder:1"))) {
            long grandchild = grandchild();
            for (int i = 0; i < 1_000; i++) {
                assertThat(run.nextText()).hasSize(1024);
            }
            run.endInput();
            assertThat(run.exitCode()).isZero();
            assertThat(FakeRun.isAlive(grandchild)).isTrue();
        }
    }

    @Test
    void aGrandchildInASessionOfItsOwnHoldsThePipesToo() throws Exception {
        try (FakeRun run = startReady(cli.onStart("session-grandchild ready"))) {
            long grandchild = grandchild();
            Eventually.await("it leads a session", () -> session(grandchild) == grandchild);
            assertThat(target(grandchild, 1)).startsWith("pipe:");
            Eventually.await(
                    "it holds the script's stdout",
                    () -> target(grandchild, 1).equals(target(run.process().pid(), 1)));
            assertThat(FakeRun.isAlive(grandchild)).isTrue();
        }
    }

    @Test
    void aDaemonHasNoTieToTheScript() throws Exception {
        try (FakeRun run = startReady(cli.onStart("daemon ready"))) {
            long daemon = grandchild();
            Eventually.await("it leads a session", () -> session(daemon) == daemon);
            Eventually.await(
                    "it has another parent",
                    () -> Long.parseLong(stat(daemon).split(" ", 3)[1])
                            != run.process().pid());
            assertThat(run.process().descendants().map(ProcessHandle::pid)).doesNotContain(daemon);
            run.endInput();
            assertThat(run.exitCode()).isZero();
            assertThat(FakeRun.isAlive(daemon)).isTrue();
        }
    }

    private static long session(long pid) {
        return Long.parseLong(stat(pid).split(" ", 5)[3]);
    }
}
