package dev.agentsdk.internal.session;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** Work on a thread of its own, and bounded waits for it. */
public final class Background {

    /** Longer than anything here takes; a wait that lasts so long has failed. */
    public static final Duration PATIENCE = Duration.ofSeconds(20);

    /** What runs, and where it runs. */
    public record Running<T>(Thread thread, CompletableFuture<T> outcome) {}

    private Background() {}

    /** {@return the work, started on a new daemon thread} */
    public static <T> Running<T> run(Callable<T> work) {
        CompletableFuture<T> outcome = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                outcome.complete(work.call());
            } catch (Throwable e) {
                outcome.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return new Running<>(thread, outcome);
    }

    /** Returns once the thread waits for something. */
    public static void awaitWaiting(Thread thread) {
        long start = System.nanoTime();
        while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TIMED_WAITING) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new AssertionError("The thread does not wait: " + thread.getState());
            }
            Thread.onSpinWait();
        }
    }
}
