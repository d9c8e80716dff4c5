package dev.agentsdk.process;

import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.process.ProcessExit.Stage;
import dev.agentsdk.process.ProcessResult.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Runs that are ended: by a time-out, a cancellation, an interruption. */
class ProcessRunnerEndingTest extends RunnerTestBase {

    private static final Duration SHORT = Duration.ofMillis(400);

    @Test
    void aTimeOutReturnsWhatWasWrittenToTheLastByte() {
        ProcessSpec spec = shell("trap 'echo last words; printf more >&2; exit 9' TERM; echo out; echo err >&2;"
                + " printf 'no line end'; sleep 1000 & wait");
        TimedOut ended = timedOut(
                timeout -> runner().withTimeout(timeout).run(spec),
                run -> run.stdout().text().contains("no line end"));
        ProcessResult result = ended.result();

        assertThat(result.reason()).isEqualTo(Reason.TIMED_OUT);
        assertThat(result.stdout().text()).isEqualTo("out\nno line endlast words\n");
        assertThat(result.stderr().text()).isEqualTo("err\nmore");
        assertThat(result.exitCode()).hasValue(9);
        assertThat(result.exit().stage()).isEqualTo(Stage.TERM);
        assertThat(result.isSuccess()).isFalse();
        assertThat(result.summary()).matches("/bin/sh exited with code 9 after [\\d.]+ s, because its time was up");
        // It takes its TERM: the graces are not waited for.
        assertThat(result.elapsed())
                .isGreaterThanOrEqualTo(ended.timeout())
                .is(under(ended.timeout().plusMillis(1900)));
    }

    @Test
    void whatTakesNoTermIsKilledAfterTheGrace() {
        Duration grace = Duration.ofMillis(300);
        TimedOut ended = timedOut(
                timeout -> runner().withTimeout(timeout)
                        .withGraces(grace, Duration.ofSeconds(5))
                        .run(shell("trap '' TERM; echo deaf; while :; do sleep 0.01; done")),
                run -> run.stdout().text().equals("deaf\n"));
        ProcessResult result = ended.result();

        assertThat(result.reason()).isEqualTo(Reason.TIMED_OUT);
        assertThat(result.stdout().text()).isEqualTo("deaf\n");
        assertThat(result.exit().stage()).isEqualTo(Stage.KILL);
        assertThat(result.signal()).hasValue(9);
        assertThat(result.exitCode()).hasValue(137);
        assertThat(result.exit().elapsed()).isGreaterThanOrEqualTo(grace).is(under(grace.plusSeconds(2)));
        assertThat(result.elapsed())
                .isGreaterThanOrEqualTo(ended.timeout().plus(grace))
                .is(under(ended.timeout().plus(grace).plusSeconds(2)));
    }

    @Test
    void byDefaultTheGraceIsTwoSeconds() {
        ProcessSpec deaf = shell("trap '' TERM; echo deaf; while :; do sleep 0.01; done");
        ProcessResult result = timedOut(
                        timeout -> runner().withTimeout(timeout).run(deaf),
                        run -> run.stdout().text().equals("deaf\n"))
                .result();

        assertThat(result.exit().stage()).isEqualTo(Stage.KILL);
        assertThat(result.exit().elapsed())
                .isGreaterThanOrEqualTo(Duration.ofMillis(1900))
                .is(under(Duration.ofMillis(3500)));
    }

    @Test
    void parentAndChildrenAreGoneTogether() {
        ProcessSpec spec = shell("sleep 1000 & echo $!; (trap '' TERM; sh -c 'echo $$; exec sleep 1000') &"
                + " setsid sh -c 'echo $$; exec sleep 1000' & wait");
        ProcessResult result = timedOut(
                        timeout -> runner().withTimeout(timeout).run(spec),
                        run -> run.stdout().lines().size() == 3)
                .result();

        assertThat(result.reason()).isEqualTo(Reason.TIMED_OUT);
        assertThat(result.stdout().lines())
                .hasSize(3)
                .allSatisfy(pid -> assertThat(isAlive(Long.parseLong(pid)))
                        .as("process " + pid)
                        .isFalse());
        assertThat(isAlive(result.pid())).isFalse();
        assertThat(result.exit().leftBehind()).isEmpty();
    }

    @Test
    void aFloodIsEndedToo() {
        TimedOut ended = timedOut(
                timeout -> runner().withTimeout(timeout)
                        .withOutputLimits(OutputLimit.keepLast(1000), OutputLimit.keepLast(1000))
                        .run(ProcessSpec.of("yes")),
                run -> run.stdout().totalBytes() > 1_000_000);
        ProcessResult result = ended.result();

        assertThat(result.reason()).isEqualTo(Reason.TIMED_OUT);
        assertThat(result.exit().stage()).isEqualTo(Stage.TERM);
        assertThat(result.signal()).hasValue(15);
        assertThat(result.stdout().bytes()).hasSize(1000);
        assertThat(result.stdout().totalBytes()).isGreaterThan(1_000_000);
        assertThat(result.elapsed()).is(under(ended.timeout().plusMillis(1900)));
    }

    @Test
    void aProcessThatDoesNotReadAnEndlessInputIsEnded() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        };

        TimedOut ended = timedOut(
                timeout -> runner().withTimeout(timeout)
                        .run(shell("echo $$; exec sleep 1000").withStdin(() -> endless)),
                run -> !run.stdout().text().isEmpty());
        ProcessResult result = ended.result();

        assertThat(result.reason()).isEqualTo(Reason.TIMED_OUT);
        assertThat(result.stdout().text()).isEqualTo(result.pid() + "\n");
        assertThat(result.elapsed()).is(under(ended.timeout().plusMillis(1900)));
    }

    @Test
    void anInputThatNeverComesHoldsNothingUp() throws IOException {
        try (PipedOutputStream silent = new PipedOutputStream()) {
            PipedInputStream input = new PipedInputStream(silent);

            ProcessResult exited = runner().run(shell("exit 3").withStdin(() -> input));

            assertThat(exited.exitCode()).hasValue(3);
        }
        try (PipedOutputStream silent = new PipedOutputStream()) {
            PipedInputStream input = new PipedInputStream(silent);

            ProcessResult ended =
                    runner().withTimeout(SHORT).run(ProcessSpec.of("cat").withStdin(() -> input));

            assertThat(ended.reason()).isEqualTo(Reason.TIMED_OUT);
        }
    }

    @Test
    void anInterruptionEndsTheRunAndReturnsWhatWasRead() throws InterruptedException {
        AtomicReference<ProcessResult> result = new AtomicReference<>();
        CountDownLatch flagKept = new CountDownLatch(1);
        Thread caller = new Thread(() -> {
            result.set(runner().run(shell("echo begun; echo yes > " + dir.resolve("begun") + "; exec sleep 1000")));
            if (Thread.currentThread().isInterrupted()) {
                flagKept.countDown();
            }
        });
        caller.start();
        noteOf("begun");
        caller.interrupt();
        caller.join(PATIENCE.toMillis());

        assertThat(result.get().reason()).isEqualTo(Reason.CANCELLED);
        assertThat(result.get().stdout().text()).isEqualTo("begun\n");
        assertThat(result.get().exit().stage()).isEqualTo(Stage.TERM);
        assertThat(isAlive(result.get().pid())).isFalse();
        assertThat(flagKept.getCount()).as("the flag is kept").isZero();
    }

    @Test
    void aStartedRunIsCancelledAndHasItsPartialOutput() throws Exception {
        ProcessRun run = runner().start(shell("echo begun; echo yes > " + dir.resolve("begun") + "; exec sleep 1000"));
        noteOf("begun");
        assertThat(isAlive(run.pid())).isTrue();

        run.cancel();
        ProcessResult result = run.result().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

        assertThat(result.reason()).isEqualTo(Reason.CANCELLED);
        assertThat(result.stdout().text()).isEqualTo("begun\n");
        assertThat(isAlive(run.pid())).isFalse();
        run.cancel();
        run.close();
        assertThat(run.result()).isCompletedWithValue(result);
    }

    @Test
    void closingARunWaitsUntilTheProcessHasGone() {
        ProcessRun run = runner().start(ProcessSpec.of("sleep", "1000"));
        run.close();

        assertThat(isAlive(run.pid())).isFalse();
        assertThat(run.result()).isCompleted();
    }

    @Test
    void cancellingTheFutureEndsTheProcess() {
        ProcessRun run = runner().start(ProcessSpec.of("sleep", "1000"));

        assertThat(run.result().cancel(true)).isTrue();

        Eventually.await("the process has gone", () -> !isAlive(run.pid()));
    }

    @Test
    void aTimeOutOfTheFutureEndsTheProcessToo() {
        ProcessRun run = runner().start(ProcessSpec.of("sleep", "1000"));

        CompletableFuture<ProcessResult> impatient = run.result().orTimeout(50, TimeUnit.MILLISECONDS);

        assertThat(impatient)
                .failsWithin(PATIENCE)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(TimeoutException.class);
        Eventually.await("the process has gone", () -> !isAlive(run.pid()));
    }

    @Test
    void aFutureCompletesWithTheResult() throws Exception {
        CompletableFuture<String> text = runner().runAsync(shell("echo hello"))
                .thenApply(result -> result.orThrow().stdout().text());

        assertThat(text.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("hello\n");
    }

    /** Dependents that wait for ever keep a thread of their run and nothing else. */
    @Test
    void dependentsMayKeepTheirThread() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Path go = dir.resolve("go");
        ProcessRun run = runner().start(shell("while [ ! -e " + go + " ]; do sleep 0.01; done"));
        CompletableFuture<Boolean> dependent = run.result().thenApply(result -> {
            try {
                return release.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });

        Files.createFile(go);
        Eventually.await("the process is reaped", () -> !isAlive(run.pid()));
        run.close();
        assertThat(dependent).isNotDone();
        release.countDown();
        assertThat(dependent.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
}
