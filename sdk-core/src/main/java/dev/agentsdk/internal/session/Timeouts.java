package dev.agentsdk.internal.session;

import dev.agentsdk.callback.internal.DaemonThreads;
import dev.agentsdk.spi.Deadline;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs something at a deadline, unless it is cancelled before. On one daemon thread for all sessions, which ends when it has
 * nothing to wait for. The thread of {@link java.util.concurrent.CompletableFuture#orTimeout} never ends, and holds the class
 * loader of the application that was the first to use it.
 */
final class Timeouts {

    /** Short: a redeployed application is held for that long. */
    private static final Duration IDLE = Duration.ofMillis(200);

    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private Timeouts() {}

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = DaemonThreads.create(task, "agent-sdk-timeouts");
            thread.setContextClassLoader(null);
            return thread;
        });
        timer.setKeepAliveTime(IDLE.toNanos(), TimeUnit.NANOSECONDS);
        timer.allowCoreThreadTimeOut(true);
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    /**
     * Runs something at a deadline.
     *
     * @param deadline when; at once if it has passed
     * @param late what to run; must not wait
     * @return cancels it
     */
    static Future<?> at(Deadline deadline, Runnable late) {
        return TIMER.schedule(late, Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
    }
}
