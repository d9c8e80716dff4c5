package dev.agentsdk.process.internal;

import dev.agentsdk.process.Deadline;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Waits that {@link Thread#interrupt()} does not end: the flag is set again when they are over. */
public final class Waits {

    private Waits() {}

    private interface Step<T> {
        T attempt() throws InterruptedException;
    }

    private static <T> T through(Step<T> step) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return step.attempt();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Takes a lock by a deadline.
     *
     * @param lock the lock
     * @param deadline bounds the wait
     * @return whether it was taken
     */
    public static boolean tryLock(ReentrantLock lock, Deadline deadline) {
        return through(() -> lock.tryLock(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS));
    }

    /**
     * Waits for a latch by a deadline.
     *
     * @param latch the latch
     * @param deadline bounds the wait
     * @return whether it is open
     */
    public static boolean await(CountDownLatch latch, Deadline deadline) {
        return through(() -> latch.await(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS));
    }

    /**
     * Waits by a deadline until something is so, with the lock held under which it changes.
     *
     * @param changed signalled after each change
     * @param deadline bounds the wait
     * @param wanted what is waited for
     * @return whether it is so
     */
    public static boolean await(Condition changed, Deadline deadline, BooleanSupplier wanted) {
        return through(() -> {
            while (!wanted.getAsBoolean() && !deadline.hasPassed()) {
                changed.awaitNanos(Math.max(0, deadline.remainingNanos()));
            }
            return wanted.getAsBoolean();
        });
    }

    /**
     * Waits for a thread's end by a deadline.
     *
     * @param thread the thread; the calling one counts as ended, since it cannot wait for itself
     * @param deadline bounds the wait
     * @return whether it has ended
     */
    public static boolean join(Thread thread, Deadline deadline) {
        if (thread == Thread.currentThread()) {
            return true;
        }
        return through(() -> {
            // Zero would mean for ever.
            thread.join(Math.max(1, deadline.remainingMillis()));
            return !thread.isAlive();
        });
    }

    /**
     * Waits for a value by a deadline.
     *
     * @param future never completes exceptionally
     * @param deadline bounds the wait
     * @return whether it is there
     */
    public static boolean settled(CompletableFuture<?> future, Deadline deadline) {
        return through(() -> {
            try {
                future.get(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
                return true;
            } catch (ExecutionException | TimeoutException e) {
                return future.isDone();
            }
        });
    }

    /**
     * Waits for a value that somebody else has promised to deliver in bounded time.
     *
     * @param future never completes exceptionally
     * @param <T> the value
     * @return the value
     */
    public static <T> T uninterruptibly(CompletableFuture<T> future) {
        return through(() -> {
            try {
                return future.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("This future never completes exceptionally.", e);
            }
        });
    }
}
