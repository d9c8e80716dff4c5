package dev.agentsdk.process;

import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Reading what a process writes, and not reading it. */
class LauncherOutputTest extends LauncherTestBase {

    private static String numbers(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(number -> number + "\n").collect(Collectors.joining());
    }

    /** Pauses at the first bytes, on the reading thread, so that it is known what has come by then. */
    private static final class PausingAtFirst extends Recording {
        private ManagedProcess process;
        private boolean pausedBefore;

        @Override
        public void onStart(ManagedProcess started) {
            process = started;
        }

        @Override
        public void onStdout(byte[] buffer, int offset, int length) {
            if (!pausedBefore) {
                pausedBefore = true;
                process.pauseStdout();
            }
            super.onStdout(buffer, offset, length);
        }
    }

    @Test
    void largeOutputsOnBothStreamsAtOnceAreReadInFull() throws Exception {
        Recording output = new Recording();
        ManagedProcess process =
                start(shell("head -c 20000000 /dev/zero >&2 & head -c 20000000 /dev/zero; wait"), output);
        exitOf(process);
        output.awaitEnds();

        assertThat(output.stdoutSize()).isEqualTo(20_000_000);
        assertThat(output.stderrSize()).isEqualTo(20_000_000);
    }

    @Test
    void stderrIsReadWhileStdoutIsSilent() {
        Recording output = new Recording();
        start(shell("head -c 3000000 /dev/zero >&2; " + SILENT), output);
        output.awaitStdout("READY");

        Eventually.await("all of stderr", () -> output.stderrSize() == 3_000_000);
    }

    @Test
    void whatIsPausedFromTheStartDeliversNothingUntilItIsResumed() throws Exception {
        Recording output = new Recording() {
            @Override
            public void onStart(ManagedProcess process) {
                process.pauseStdout();
            }
        };
        // What fits into the pipe is written when stderr says so; of what follows the process waits for the rest.
        ManagedProcess process = start(shell("seq 1000; echo WRITTEN >&2; seq 1001 200000"), output);
        output.awaitStderr("WRITTEN");
        assertThat(output.stdoutSize()).isZero();
        assertThat(process.exit()).isNotDone();

        process.resumeStdout();
        exitOf(process);
        output.awaitEnds();
        assertThat(output.stdout().equals(numbers(200_000))).isTrue();
    }

    @Test
    @Tag("R-41")
    void aPauseInTheMiddleHoldsTheProcessBackAndLosesNothing() throws Exception {
        PausingAtFirst output = new PausingAtFirst();
        ManagedProcess process =
                start(shell("echo 1; echo FIRST >&2; read go; seq 2 1000; echo MORE >&2; seq 1001 200000"), output);
        output.awaitStdout("1");
        output.awaitStderr("FIRST");
        assertThat(process.write(soon(), utf8("go\n"))).isTrue();
        output.awaitStderr("MORE");
        assertThat(output.stdout()).isEqualTo("1\n");
        assertThat(process.isAlive()).isTrue();

        process.resumeStdout();
        exitOf(process);
        output.awaitEnds();
        assertThat(output.stdout().equals(numbers(200_000))).isTrue();
    }

    @Test
    void pausingAndResumingManyTimesKeepsTheOrder() throws Exception {
        Recording output = new Recording() {
            private ManagedProcess process;
            private int calls;

            @Override
            public void onStart(ManagedProcess started) {
                process = started;
            }

            @Override
            public void onStdout(byte[] buffer, int offset, int length) {
                super.onStdout(buffer, offset, length);
                process.pauseStdout();
                if (calls++ % 3 == 0) {
                    process.resumeStdout();
                    process.pauseStdout();
                }
                process.resumeStdout();
            }
        };
        ManagedProcess process = start(ProcessSpec.of("seq", "300000"), output);
        exitOf(process);
        output.awaitEnds();

        assertThat(output.stdout().equals(numbers(300_000))).isTrue();
    }

    @Test
    void theExitOfAProcessIsReportedAlthoughItsStdoutIsPausedAndTheRestComesLater() throws Exception {
        Recording output = new Recording() {
            @Override
            public void onStart(ManagedProcess process) {
                process.pauseStdout();
            }
        };
        ManagedProcess process = start(ProcessSpec.of("seq", "5000"), output);
        ProcessExit exit = exitOf(process);

        assertThat(exit.isSuccess()).isTrue();
        assertThat(output.stdoutSize()).isZero();
        assertThat(output.stdoutEnds()).isZero();
        process.resumeStdout();
        output.awaitEnds();
        assertThat(output.stdout().equals(numbers(5_000))).isTrue();
    }

    @Test
    void stderrComesWhileStdoutIsPaused() {
        Recording output = new Recording() {
            @Override
            public void onStart(ManagedProcess process) {
                process.pauseStdout();
            }
        };
        start(shell("echo out; head -c 1000000 /dev/zero >&2; echo DONE >&2; read x"), output);
        output.awaitStderr("DONE");

        assertThat(output.stdoutSize()).isZero();
        assertThat(output.stderrSize()).isEqualTo(1_000_005);
    }

    @Test
    void aPausedStdoutDoesNotHoldUpTheClose() {
        Recording output = new Recording() {
            @Override
            public void onStart(ManagedProcess process) {
                process.pauseStdout();
            }
        };
        ManagedProcess process = start(shell("echo READY >&2; exec cat /dev/zero"), output);
        output.awaitStderr("READY");
        ProcessExit exit = process.close(soon());

        // Not a signal, but the closed pipe has ended it.
        assertThat(exit.stage()).isEqualTo(ProcessExit.Stage.EOF);
        assertThat(exit.elapsed()).is(under(TeardownPlan.defaults().eofGrace()));
        assertThat(output.stdoutEnds()).isOne();
    }

    @Test
    @Tag("R-51")
    void singleBytesComeAsTheyAreWritten() {
        Recording output = new Recording();
        ManagedProcess process = start(ProcessSpec.of("cat"), output);
        StringBuilder written = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            String letter = Character.toString('a' + i % 26);
            written.append(letter);
            assertThat(process.write(soon(), utf8(letter))).isTrue();
            output.awaitStdoutSize(i + 1);
        }

        assertThat(output.stdout()).isEqualTo(written.toString());
    }
}
