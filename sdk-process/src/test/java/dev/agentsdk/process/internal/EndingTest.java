package dev.agentsdk.process.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.process.Containment;
import dev.agentsdk.process.Deadline;
import dev.agentsdk.process.ProcessExit;
import dev.agentsdk.process.ProcessExit.Stage;
import dev.agentsdk.process.TeardownPlan;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several closers of one process. */
@Tag("R-81")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EndingTest {

    /** A process whose first step hangs until the test lets it go. */
    private static class Hanging implements Teardown.Target {

        final CountDownLatch hangs = new CountDownLatch(1);
        final CountDownLatch letGo = new CountDownLatch(1);
        final AtomicInteger killedNow = new AtomicInteger();
        final AtomicInteger runs = new AtomicInteger();

        @Override
        public void refuseWrites() {
            runs.incrementAndGet();
            hangs.countDown();
            Waits.await(letGo, Deadline.never());
        }

        @Override
        public void noteDescendants() {}

        @Override
        public void closeStdin() {}

        @Override
        public void closeStdout() {}

        @Override
        public boolean awaitExit(Deadline deadline) {
            return killedNow.get() > 0;
        }

        @Override
        public void terminate(Deadline deadline) {}

        @Override
        public void kill(Deadline deadline) {}

        @Override
        public void killNow() {
            killedNow.incrementAndGet();
        }

        @Override
        public Teardown.Leftovers endLeftovers(Deadline deadline) {
            return Teardown.Leftovers.NONE;
        }

        @Override
        public Containment containment() {
            return Containment.LIMITS;
        }

        @Override
        public OptionalInt exitCode() {
            return OptionalInt.of(137);
        }

        @Override
        public OptionalInt signal() {
            return OptionalInt.of(9);
        }

        @Override
        public int release(Deadline deadline) {
            return 0;
        }
    }

    private static Ending endingOf(Teardown.Target target, Runnable handOver) {
        return new Ending(target, TeardownPlan.defaults(), () -> false, handOver);
    }

    @Test
    void aCloserIsBoundedByItsOwnDeadlineAndKillsWhenAnotherOneHangs() throws Exception {
        Hanging target = new Hanging();
        Ending ending = endingOf(target, () -> {});
        Thread first = new Thread(() -> ending.close(Deadline.never()));
        first.start();
        assertThat(target.hangs.await(20, TimeUnit.SECONDS)).isTrue();

        long start = System.nanoTime();
        ProcessExit preliminary = ending.close(Deadline.in(Duration.ofMillis(100)));
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        assertThat(took).isBetween(Duration.ofMillis(100), Duration.ofSeconds(10));
        assertThat(target.killedNow).hasPositiveValue();
        assertThat(preliminary.stage()).isEqualTo(Stage.ABANDONED);
        assertThat(preliminary.problems()).singleElement().asString().contains("another thread's close()");
        assertThat(preliminary.unseen()).isNotEmpty();
        assertThat(ending.exit()).isNotDone();

        target.letGo.countDown();
        first.join();
        assertThat(ending.exit().join().exitCode()).hasValue(137);
        assertThat(ending.close(Deadline.in(Duration.ZERO)))
                .isSameAs(ending.exit().join());
        assertThat(target.runs).hasValue(1);
    }

    @Test
    void aCloseFromInsideTheEndingReturnsAtOnce() {
        AtomicReference<ProcessExit> inner = new AtomicReference<>();
        AtomicReference<Ending> ending = new AtomicReference<>();
        Hanging target = new Hanging() {
            @Override
            public void refuseWrites() {
                inner.set(ending.get().close(Deadline.never()));
                killNow();
            }
        };
        ending.set(endingOf(target, () -> {}));
        ProcessExit outer = ending.get().close(Deadline.in(Duration.ofSeconds(20)));

        assertThat(inner.get().problems()).singleElement().asString().contains("from inside close()");
        assertThat(outer.exitCode()).hasValue(137);
        assertThat(outer.problems()).isEmpty();
    }

    /** Recurses until the stack is used up, and closes on the way back, with more and more of it. */
    @SuppressWarnings("InfiniteRecursion") // what this is for
    private static void closeDeepDown(Ending ending, AtomicInteger attempts) {
        try {
            closeDeepDown(ending, attempts);
        } catch (StackOverflowError e) {
            if (!ending.exit().isDone()) {
                attempts.incrementAndGet();
                ending.close(Deadline.in(Duration.ZERO));
            }
            throw e;
        }
    }

    @Test
    void withoutStackTheErrorIsTheCallersOrAnotherThreadEndsTheProcess() throws Exception {
        Hanging target = new Hanging();
        target.letGo.countDown();
        target.killNow();
        AtomicReference<Ending> ending = new AtomicReference<>();
        ending.set(endingOf(
                target, () -> new Thread(() -> ending.get().close(Deadline.in(Duration.ofSeconds(20)))).start()));
        AtomicInteger attempts = new AtomicInteger();
        Thread deep = new Thread(
                null,
                () -> {
                    try {
                        closeDeepDown(ending.get(), attempts);
                    } catch (StackOverflowError | InternalError e) {
                        // The recursion of this test; an InternalError if it met the linking of a lambda.
                        assertThat(attempts).hasPositiveValue();
                    }
                },
                "deep",
                512 << 10);
        deep.start();
        deep.join();

        // Whatever had happened at the bottom, a close with stack comes to its end.
        ending.get().close(Deadline.in(Duration.ofSeconds(20)));
        assertThat(ending.get().exit().get(20, TimeUnit.SECONDS).exitCode()).hasValue(137);
        assertThat(attempts).hasPositiveValue();
    }
}
