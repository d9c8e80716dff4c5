package dev.agentsdk.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.testsupport.Repeats;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a start has opened is closed again. */
class LauncherLeakTest extends LauncherTestBase {

    @TempDir
    Path root;

    private interface Cycle {
        void run(int number) throws Exception;
    }

    /** Some cycles first, which load classes; then as many descriptors after the others as before. */
    private static void leavesNoDescriptor(int cycles, Cycle cycle) throws Exception {
        for (int i = 0; i < 20; i++) {
            cycle.run(i);
        }
        Eventually.await("threads are gone", () -> NothingLeftBehind.threads().isEmpty());
        Eventually.await(
                "processes are gone", () -> NothingLeftBehind.processes().isEmpty());
        int before = NothingLeftBehind.descriptors();
        for (int i = 0; i < cycles; i++) {
            cycle.run(i);
        }
        Eventually.await(
                () -> before + " descriptors as before, but there are " + NothingLeftBehind.descriptors(),
                () -> NothingLeftBehind.descriptors() <= before);
    }

    @Test
    void manyStartsAndClosesLeaveNoDescriptor() throws Exception {
        leavesNoDescriptor(Repeats.of(60, 200), i -> {
            Recording output = new Recording();
            ManagedProcess process = launcher.start(ProcessSpec.of("cat"), output);
            if (i % 2 == 0) {
                assertThat(process.write(soon(), utf8("text"))).isTrue();
                output.awaitStdout("text");
            }
            process.close();
            assertThat(process.exit()).isCompleted();
        });
    }

    @Test
    void exitsOfTheirOwnWithoutACloseLeaveNoDescriptor() throws Exception {
        leavesNoDescriptor(60, i -> {
            Recording output = new Recording();
            exitOf(launcher.start(shell("echo out; echo err >&2; exit 1"), output));
            output.awaitEnds();
        });
    }

    /** The report is there before the close; the thread and the pipe are not, until then, since there is something to read. */
    @Test
    void aCloseAfterAnExitWithUnreadOutputLeavesNoDescriptor() throws Exception {
        leavesNoDescriptor(20, i -> {
            ManagedProcess process = launcher.start(shell("read x; echo unread"), new Recording() {
                @Override
                public void onStart(ManagedProcess started) {
                    started.pauseStdout();
                }
            });
            process.closeStdin(soon());
            ProcessExit own = exitOf(process);
            assertThat(process.close(soon())).isEqualTo(own);
            Eventually.await(
                    "threads are gone", () -> NothingLeftBehind.threads().isEmpty());
        });
    }

    @Test
    void failedStartsLeaveNoDescriptor() throws Exception {
        Path script = Files.writeString(root.resolve("script"), "#!/no/such/interpreter\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        ProcessSpec spec = ProcessSpec.of(script.toString());

        leavesNoDescriptor(
                60,
                i -> assertThatThrownBy(() -> launcher.start(spec, new Recording()))
                        .isInstanceOf(ProcessStartException.class));
    }

    @Test
    void startsThatTheListenerRefusesLeaveNoDescriptor() throws Exception {
        leavesNoDescriptor(
                60,
                i -> assertThatThrownBy(() -> launcher.start(ProcessSpec.of("cat"), new Recording() {
                            @Override
                            public void onStart(ManagedProcess process) {
                                throw new IllegalStateException("on purpose");
                            }
                        }))
                        .isInstanceOf(IllegalStateException.class));
    }

    @Test
    @Tag("R-67")
    void forcedEndsLeaveNoDescriptor() throws Exception {
        TeardownPlan atOnce = hasty().withEofGrace(Duration.ZERO).withTermGrace(Duration.ZERO);
        leavesNoDescriptor(60, i -> {
            ManagedProcess process =
                    launcher.start(shell("sleep 1000 & sleep 1000").withTeardown(atOnce), new Recording());
            assertThat(process.close(soon()).leftBehind()).isEmpty();
        });
    }

    /** A pipe that a sibling has inherited would never end. */
    @Test
    @Tag("R-38")
    void processesThatAreStartedAtTheSameTimeDoNotHoldEachOthersPipes() throws Exception {
        int threads = 8;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Void>> done = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                done.add(pool.submit(() -> {
                    for (int i = 0; i < 10; i++) {
                        Recording output = new Recording();
                        ManagedProcess process = launcher.start(ProcessSpec.of("cat"), output);
                        assertThat(process.write(soon(), utf8("text"))).isTrue();
                        process.closeStdin(soon());
                        assertThat(exitOf(process).isSuccess()).isTrue();
                        output.awaitEnds();
                        assertThat(output.stdout()).isEqualTo("text");
                    }
                    return null;
                }));
            }
            for (Future<Void> each : done) {
                each.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
