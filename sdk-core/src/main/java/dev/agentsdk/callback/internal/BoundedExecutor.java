package dev.agentsdk.callback.internal;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Refuses work beyond a number of tasks that run or wait at a time. For work that an agent can start and give up again: a
 * task that ignores its interruption keeps its place.
 */
public final class BoundedExecutor implements Executor {

    private final Executor executor;
    private final int maxTasks;
    private final AtomicInteger tasks = new AtomicInteger();

    public BoundedExecutor(Executor executor, int maxTasks) {
        this.executor = executor;
        this.maxTasks = maxTasks;
    }

    @Override
    public void execute(Runnable work) {
        if (tasks.incrementAndGet() > maxTasks) {
            tasks.decrementAndGet();
            throw new RejectedExecutionException(
                    maxTasks + " calls run already, some of which may have been cancelled and do not end.");
        }
        // An executor may run the work itself and throw what it throws.
        AtomicBoolean left = new AtomicBoolean();
        try {
            executor.execute(() -> {
                try {
                    work.run();
                } finally {
                    leave(left);
                }
            });
        } catch (Throwable e) {
            leave(left);
            throw e;
        }
    }

    private void leave(AtomicBoolean left) {
        if (left.compareAndSet(false, true)) {
            tasks.decrementAndGet();
        }
    }
}
