package dev.agentsdk.process.internal;

import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.process.Deadline;
import dev.agentsdk.testsupport.Times;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waits that go on through interruption and end at their deadline. */
@Timeout(120)
class WaitsTest {

    private static final Duration SHORT = Duration.ofMillis(30);

    @AfterEach
    void clearTheFlag() {
        assertThat(Thread.interrupted())
                .as("a flag that a test has not looked at")
                .isFalse();
    }

    /** Interrupted before it waits: it must wait its whole time, say no, and leave the flag set. */
    private static void timesOutThoughInterrupted(BooleanSupplier wait) {
        Thread.currentThread().interrupt();
        long start = System.nanoTime();
        boolean result = wait.getAsBoolean();
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(result).isFalse();
        assertThat(took).isGreaterThanOrEqualTo(SHORT).is(under(SHORT.plusSeconds(5)));
    }

    private static void succeedsThoughInterrupted(BooleanSupplier wait) {
        Thread.currentThread().interrupt();
        boolean result = wait.getAsBoolean();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(result).isTrue();
    }

    @Test
    void aLatchIsAwaitedByADeadline() {
        CountDownLatch latch = new CountDownLatch(1);
        timesOutThoughInterrupted(() -> Waits.await(latch, Deadline.in(SHORT)));
        latch.countDown();
        succeedsThoughInterrupted(() -> Waits.await(latch, Deadline.in(SHORT)));
    }

    @Test
    void aDeadlineThatHasPassedIsALook() {
        CountDownLatch latch = new CountDownLatch(1);
        assertThat(Waits.await(latch, Deadline.in(Duration.ZERO).reserving(SHORT)))
                .isFalse();
        latch.countDown();
        assertThat(Waits.await(latch, Deadline.in(Duration.ZERO).reserving(SHORT)))
                .isTrue();
    }

    @Test
    void aLockIsTakenByADeadline() throws InterruptedException {
        ReentrantLock lock = new ReentrantLock();
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch letGo = new CountDownLatch(1);
        Thread holder = new Thread(() -> {
            lock.lock();
            try {
                held.countDown();
                Waits.await(letGo, Deadline.in(Duration.ofSeconds(20)));
            } finally {
                lock.unlock();
            }
        });
        holder.start();
        Times.within(Duration.ofSeconds(20), held);

        timesOutThoughInterrupted(() -> Waits.tryLock(lock, Deadline.in(SHORT)));
        letGo.countDown();
        succeedsThoughInterrupted(() -> Waits.tryLock(lock, Deadline.in(Duration.ofSeconds(20))));
        assertThat(lock.isHeldByCurrentThread()).isTrue();
        lock.unlock();
        holder.join();
    }

    @Test
    void aThreadIsJoinedByADeadline() {
        CountDownLatch letGo = new CountDownLatch(1);
        Thread thread = new Thread(() -> Waits.await(letGo, Deadline.in(Duration.ofSeconds(20))));
        thread.start();

        timesOutThoughInterrupted(() -> Waits.join(thread, Deadline.in(SHORT)));
        letGo.countDown();
        succeedsThoughInterrupted(() -> Waits.join(thread, Deadline.in(Duration.ofSeconds(20))));
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void aThreadDoesNotWaitForItself() {
        assertThat(Waits.join(Thread.currentThread(), Deadline.never())).isTrue();
    }

    @Test
    void aFutureSettlesByADeadlineAlsoWhenItFails() {
        CompletableFuture<String> future = new CompletableFuture<>();
        timesOutThoughInterrupted(() -> Waits.settled(future, Deadline.in(SHORT)));
        future.completeExceptionally(new IllegalStateException("on purpose"));
        succeedsThoughInterrupted(() -> Waits.settled(future, Deadline.in(SHORT)));
    }

    @Test
    void aPromisedValueIsWaitedForThroughInterruption() {
        CompletableFuture<String> future = new CompletableFuture<>();
        Thread giver = new Thread(() -> future.complete("value"));
        Thread.currentThread().interrupt();
        giver.start();
        String value = Waits.uninterruptibly(future);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(value).isEqualTo("value");
    }
}
