package dev.agentsdk.process;

import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.process.ProcessExit.Stage;
import dev.agentsdk.testsupport.Repeats;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that end by themselves. */
class LauncherExitTest extends LauncherTestBase {

    @Test
    void everyExitCodeIsReportedAsItIs() throws Exception {
        // In steps that lead to 255.
        for (int code = 0; code <= 255; code += Repeats.of(5, 1)) {
            ManagedProcess process = start(shell("exit $1", Integer.toString(code)), new Recording());
            ProcessExit exit = exitOf(process);

            assertThat(exit.exitCode()).hasValue(code);
            assertThat(exit.signal()).isEmpty();
            assertThat(exit.stage()).isEqualTo(Stage.ALREADY_EXITED);
            assertThat(exit.leftBehind()).isEmpty();
            assertThat(exit.elapsed()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 9, 11, 15})
    void aDeathBySignalIsReportedAsAShellShowsIt(int signal) throws Exception {
        ManagedProcess process = start(shell("ulimit -c 0; kill -$1 $$", Integer.toString(signal)), new Recording());
        ProcessExit exit = exitOf(process);

        assertThat(exit.stage()).isEqualTo(Stage.ALREADY_EXITED);
        if ((passedOn() & 1L << (signal - 1)) != 0) {
            assertThat(exit.exitCode()).hasValue(0);
            return;
        }
        assertThat(exit.exitCode()).hasValue(128 + signal);
        assertThat(exit.isSuccess()).isFalse();
        // The JDK does not tell a signal that somebody else has sent from an exit code.
        assertThat(exit.signal()).isEqualTo(keepsAll() ? OptionalInt.of(signal) : OptionalInt.empty());
    }

    @Test
    void anExitCodeThatLooksLikeASignalIsNone() throws Exception {
        ProcessExit exit = exitOf(start(shell("exit 137"), new Recording()));

        assertThat(exit.exitCode()).hasValue(137);
        assertThat(exit.signal()).isEmpty();
    }

    @Test
    void theExitIsKnownBeforeStdoutIsSaidToHaveEnded() throws Exception {
        // The jdk launcher allows the exit a tenth of a second behind the end, which a loaded machine may need longer
        // for.
        int runs = keepsAll() ? 20 : 1;
        for (int run = 0; run < runs; run++) {
            CompletableFuture<Boolean> knownAtTheEnd = new CompletableFuture<>();
            start(shell("echo text"), new ProcessListener() {
                private ManagedProcess process;

                @Override
                public void onStart(ManagedProcess started) {
                    process = started;
                }

                @Override
                public void onStdoutEnd() {
                    knownAtTheEnd.complete(process.exit().isDone());
                }
            });

            assertThat(knownAtTheEnd.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    @Test
    void stderrIsReadToItsEndBeforeTheExitIsReported() throws Exception {
        for (int run = 0; run < 20; run++) {
            Recording output = new Recording();
            ManagedProcess process = start(shell("head -c 50000 /dev/zero >&2; exit 3"), output);
            ProcessExit exit = exitOf(process);

            assertThat(output.stderrSize()).isEqualTo(50_000);
            assertThat(output.stderrEnds()).isOne();
            assertThat(exit.exitCode()).hasValue(3);
        }
    }

    @Test
    void bothStreamsEndOnce() throws Exception {
        Recording output = new Recording();
        ManagedProcess process = start(shell("echo out; echo err >&2"), output);
        exitOf(process);
        output.awaitEnds();
        process.close();

        assertThat(output.stdout()).isEqualTo("out\n");
        assertThat(output.stderr()).isEqualTo("err\n");
        assertThat(output.stdoutEnds()).isOne();
        assertThat(output.stderrEnds()).isOne();
    }

    @Test
    @Tag("R-45")
    void aClosedStdoutIsSaidToHaveEndedThoughTheProcessLives() throws Exception {
        Recording output = new Recording();
        ManagedProcess process = start(shell("exec 1>&- 2>&-; read x; exit 5"), output);
        output.awaitEnds();

        assertThat(process.exit()).isNotDone();
        assertThat(process.isAlive()).isTrue();
        process.closeStdin(soon());
        assertThat(exitOf(process).exitCode()).hasValue(5);
        assertThat(output.stdoutEnds()).isOne();
    }

    @Test
    @Tag("R-26")
    void nothingIsLostOfWhatWasWrittenJustBeforeTheExit() throws Exception {
        String expected = IntStream.rangeClosed(1, 5_000)
                .mapToObj(number -> number + "\n")
                .collect(Collectors.joining());
        for (int run = 0; run < Repeats.of(25, 100); run++) {
            Recording output = new Recording();
            ManagedProcess process = start(ProcessSpec.of("seq", "5000"), output);
            output.awaitEnds();

            assertThat(output.stdout().equals(expected))
                    .as("run %d: %d of %d bytes", run, output.stdoutSize(), expected.length())
                    .isTrue();
            process.close();
        }
    }

    @Test
    void itIsNotAliveAfterItsExit() throws Exception {
        ManagedProcess process = start(shell("read x"), new Recording());
        assertThat(process.isAlive()).isTrue();
        process.closeStdin(soon());
        exitOf(process);

        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void theEndAfterStdinWasClosedIsDueToThat() throws Exception {
        ManagedProcess process = start(ProcessSpec.of("cat"), new Recording());
        process.closeStdin(soon());
        process.closeStdin(soon());
        ProcessExit exit = exitOf(process);

        assertThat(exit.stage()).isEqualTo(Stage.EOF);
        assertThat(exit.isSuccess()).isTrue();
        assertThat(process.close(soon())).isSameAs(exit);
    }

    @Test
    void closingAfterTheExitChangesNothingAndTakesNoTime() throws Exception {
        ManagedProcess process = start(shell("exit 4"), new Recording());
        ProcessExit exit = exitOf(process);
        long start = System.nanoTime();
        ProcessExit again = process.close(soon());
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        assertThat(again).isSameAs(exit);
        assertThat(took).is(under(Duration.ofMillis(500)));
    }

    @Test
    void theFutureOfTheExitIsTheSameOnEveryCall() {
        ManagedProcess process = start(shell("read x"), new Recording());

        assertThat(process.exit()).isSameAs(process.exit()).isNotDone();
        process.close();
        assertThat(process.exit()).isCompleted();
    }
}
