package dev.agentsdk.process;

import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.agentsdk.process.BatchOutcome.Status;
import dev.agentsdk.process.ProcessResult.Reason;
import dev.agentsdk.testsupport.Repeats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many commands, some at a time. */
class ProcessBatchTest extends RunnerTestBase {

    private ProcessBatch.Builder batch() {
        return ProcessBatch.builder(runner());
    }

    @Test
    void outcomesComeInOrderAndNoFailureHidesAnother() {
        ProcessSpec input = ProcessSpec.of("cat").withStdin(failingInput());
        ProcessSpec badInput = ProcessSpec.of("cat").withStdin(() -> {
            throw new IllegalStateException("not mine");
        });
        ProcessRunner small = runner().withOutputLimits(OutputLimit.fail(100), OutputLimit.fail(100));

        // All of them but one have to end before the timeout.
        List<BatchOutcome> outcomes = ProcessBatch.builder(small)
                .concurrency(3)
                .timeout(Duration.ofSeconds(3))
                .run(List.of(
                        shell("sleep 0.3; echo first"),
                        shell("echo begun; exec sleep 1000"),
                        shell("exit 3"),
                        ProcessSpec.of("no-such-program"),
                        ProcessSpec.of("yes"),
                        input,
                        badInput,
                        shell("kill -KILL $$"),
                        shell("echo last")));

        assertThat(outcomes)
                .extracting(BatchOutcome::status)
                .containsExactly(
                        Status.SUCCESS,
                        Status.TIMED_OUT,
                        Status.FAILED,
                        Status.ERROR,
                        Status.FAILED,
                        Status.ERROR,
                        Status.ERROR,
                        Status.FAILED,
                        Status.SUCCESS);
        assertThat(outcomes).extracting(BatchOutcome::index).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(outcomes.get(0).result().orElseThrow().stdout().text()).isEqualTo("first\n");
        assertThat(outcomes.get(0).isSuccess()).isTrue();
        assertThat(outcomes.get(1).result().orElseThrow().stdout().text()).isEqualTo("begun\n");
        assertThat(outcomes.get(2).result().orElseThrow().exitCode()).hasValue(3);
        assertThat(outcomes.get(3).result()).isEmpty();
        assertThat(outcomes.get(3).error().orElseThrow()).isInstanceOf(ProcessStartException.class);
        assertThat(outcomes.get(4).result().orElseThrow().reason()).isEqualTo(Reason.OUTPUT_LIMIT);
        assertThat(outcomes.get(5).result().orElseThrow().reason()).isEqualTo(Reason.FAILED);
        assertThat(outcomes.get(6).error().orElseThrow()).hasMessageContaining("not mine");
        assertThat(outcomes.get(8).spec().command()).contains("echo last");
    }

    @Test
    void noMoreThanTheLimitRunAtATime() {
        // Each notes how many are there while it runs.
        ProcessSpec counting =
                shell("touch $1/running.$$; ls $1 | grep -c running; sleep 0.1; rm $1/running.$$", dir.toString());

        List<BatchOutcome> outcomes = batch().concurrency(3).run(Collections.nCopies(12, counting));

        List<Integer> seen = outcomes.stream()
                .map(outcome -> Integer.parseInt(
                        outcome.result().orElseThrow().stdout().text().strip()))
                .toList();
        assertThat(seen).allMatch(count -> count <= 3);
        assertThat(Collections.max(seen)).as("they do run at the same time").isGreaterThan(1);
    }

    @Test
    void theListenerHearsOfEveryOne() {
        List<String> heard = new ArrayList<>();
        BatchListener listener = new BatchListener() {
            @Override
            public void onStart(int index, ProcessSpec spec, long pid) {
                assertThat(pid).isPositive();
                heard.add("start " + index);
            }

            @Override
            public void onEnd(BatchOutcome outcome, int done, int total) {
                heard.add("end " + outcome.index() + " " + outcome.status() + " " + done + "/" + total);
            }
        };

        batch().concurrency(1)
                .listener(listener)
                .run(List.of(shell("exit 0"), ProcessSpec.of("no-such-program"), shell("exit 1")));

        assertThat(heard)
                .containsExactly("start 0", "end 0 SUCCESS 1/3", "end 1 ERROR 2/3", "start 2", "end 2 FAILED 3/3");
    }

    @Test
    void aListenerThatThrowsOrWaitsHoldsNothingUp() throws InterruptedException {
        AtomicInteger thrown = new AtomicInteger();
        List<BatchOutcome> outcomes = batch().listener(new BatchListener() {
                    @Override
                    public void onEnd(BatchOutcome outcome, int done, int total) {
                        thrown.incrementAndGet();
                        throw new IllegalStateException("enough");
                    }
                })
                .run(Collections.nCopies(5, shell("exit 0")));
        assertThat(outcomes).hasSize(5).allMatch(BatchOutcome::isSuccess);
        assertThat(thrown).hasValue(5);

        CountDownLatch interrupted = new CountDownLatch(1);
        long start = System.nanoTime();
        outcomes = batch().listener(new BatchListener() {
                    @Override
                    public void onEnd(BatchOutcome outcome, int done, int total) {
                        try {
                            Thread.sleep(1_000_000);
                        } catch (InterruptedException e) {
                            interrupted.countDown();
                        }
                    }
                })
                .run(Collections.nCopies(5, shell("exit 0")));
        assertThat(outcomes).hasSize(5).allMatch(BatchOutcome::isSuccess);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isGreaterThanOrEqualTo(Duration.ofMillis(900))
                .is(under(Duration.ofSeconds(15)));
        assertThat(interrupted.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void closingEndsWhatRunsAndGivesUpTheRest() throws Exception {
        ProcessBatch batch = batch().concurrency(2)
                .start(List.of(
                        shell("echo done; echo yes > " + dir.resolve("one")),
                        shell("echo begun; echo yes > " + dir.resolve("two") + "; exec sleep 1000"),
                        shell("echo begun; echo yes > " + dir.resolve("three") + "; exec sleep 1000"),
                        shell("touch " + dir.resolve("four"))));
        noteOf("one");
        noteOf("two");
        noteOf("three");
        assertThat(batch.results()).isNotDone();

        batch.close();
        batch.close();

        List<BatchOutcome> outcomes = batch.results().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(outcomes)
                .extracting(BatchOutcome::status)
                .containsExactly(Status.SUCCESS, Status.CANCELLED, Status.CANCELLED, Status.CANCELLED);
        assertThat(outcomes.get(1).result().orElseThrow().stdout().text()).isEqualTo("begun\n");
        assertThat(isAlive(outcomes.get(1).result().orElseThrow().pid())).isFalse();
        assertThat(isAlive(outcomes.get(2).result().orElseThrow().pid())).isFalse();
        assertThat(outcomes.get(3).result()).isEmpty();
        assertThat(dir.resolve("four")).doesNotExist();
        assertThat(batch.await()).isEqualTo(outcomes);
    }

    @Test
    void cancellingTheFutureCancelsTheBatch() {
        ProcessBatch batch = batch().start(List.of(shell("echo $$ > " + dir.resolve("pid") + "; exec sleep 1000")));
        long pid = Long.parseLong(noteOf("pid"));

        batch.results().cancel(false);

        Eventually.await("the process has gone", () -> !isAlive(pid));
        assertThat(batch.await()).extracting(BatchOutcome::status).containsExactly(Status.CANCELLED);
    }

    @Test
    void anInterruptionCancelsTheBatch() throws InterruptedException {
        AtomicReference<List<BatchOutcome>> outcomes = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>(false);
        Thread caller = new Thread(() -> {
            outcomes.set(batch().run(List.of(shell("echo yes > " + dir.resolve("begun") + "; exec sleep 1000"))));
            flag.set(Thread.currentThread().isInterrupted());
        });
        caller.start();
        noteOf("begun");
        caller.interrupt();
        caller.join(PATIENCE.toMillis());

        assertThat(outcomes.get()).extracting(BatchOutcome::status).containsExactly(Status.CANCELLED);
        assertThat(flag.get()).isTrue();
    }

    @Test
    void noCommandsAreNoOutcomes() {
        assertThat(batch().run(List.of())).isEmpty();
    }

    @Test
    void manyCommandsAllHaveTheirOwnOutcome() {
        int commands = Repeats.of(60, 200);
        List<ProcessSpec> specs = IntStream.range(0, commands)
                .mapToObj(i -> ProcessSpec.of("echo", Integer.toString(i)))
                .toList();

        List<BatchOutcome> outcomes = batch().concurrency(16).run(specs);

        assertThat(outcomes)
                .extracting(outcome -> outcome.result().orElseThrow().stdout().text())
                .containsExactlyElementsOf(
                        IntStream.range(0, commands).mapToObj(i -> i + "\n").toList());
    }

    @Test
    void aLimitMustBePositive() {
        assertThatIllegalArgumentException().isThrownBy(() -> batch().concurrency(0));
        assertThatIllegalArgumentException().isThrownBy(() -> batch().timeout(Duration.ZERO));
    }
}
