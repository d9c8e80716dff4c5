package dev.agentsdk.history.internal;

import dev.agentsdk.callback.internal.DaemonThreads;
import dev.agentsdk.errors.AgentInterruptedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;

/** Does the same with many things, some at a time. */
final class Parallel {

    private static final int MAX_THREADS = 16;

    private static final ThreadFactory THREADS = work -> DaemonThreads.create(work, "agent-sdk-store-list");

    private Parallel() {}

    /** The results in order. The first failure is thrown, and what has not begun is not begun any more. */
    static <T, R> List<R> map(List<T> items, Function<T, R> work) {
        if (items.size() < 2) {
            return new ArrayList<>(items.stream().map(work).toList());
        }
        ExecutorService pool = Executors.newFixedThreadPool(Math.min(MAX_THREADS, items.size()), THREADS);
        try {
            List<Future<R>> futures = new ArrayList<>();
            for (T item : items) {
                futures.add(pool.submit(() -> work.apply(item)));
            }
            List<R> results = new ArrayList<>();
            for (Future<R> future : futures) {
                // Bounded by the work itself, as it would be on this thread.
                results.add(future.get());
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AgentInterruptedException("Interrupted while waiting for the session store.");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException told) {
                throw told;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("A function throws unchecked exceptions only.", e);
        } finally {
            pool.shutdownNow();
        }
    }
}
