package dev.agentsdk.history.internal;

import dev.agentsdk.callback.internal.DaemonThreads;
import dev.agentsdk.errors.AgentInterruptedException;
import dev.agentsdk.history.SessionStoreException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Calls a store on threads of its own, so that a store that does not come back holds up nobody but itself. Daemons, gone
 * after a second of rest or at the end.
 */
final class StoreCalls {

    /** Calls that were given up and still run. With more of them the store is not called any more. */
    private static final int MAX_ABANDONED = 4;

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final ThreadPoolExecutor pool;
    private final AtomicInteger running = new AtomicInteger();

    StoreCalls() {
        this(StoreCalls::thread);
    }

    StoreCalls(ThreadFactory threads) {
        this.pool =
                new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
    }

    private static Thread thread(Runnable work) {
        return DaemonThreads.create(work, "agent-sdk-store-" + NUMBER.incrementAndGet());
    }

    /**
     * Calls the store and waits for it.
     *
     * @param timeout bounds the wait; after it the call is interrupted and its outcome ignored
     * @param call the call
     * @return what it returned
     * @throws ExecutionException with what it threw
     * @throws TimeoutException if it did not come back, or too many before it have not
     * @throws InterruptedException if this thread was interrupted; the call is interrupted too
     */
    <T> T within(Duration timeout, Callable<T> call) throws ExecutionException, TimeoutException, InterruptedException {
        if (running.get() >= MAX_ABANDONED) {
            throw new TimeoutException(
                    MAX_ABANDONED + " earlier calls have not come back; the store is not called again before one does");
        }
        Future<T> future;
        running.incrementAndGet();
        try {
            future = pool.submit(() -> {
                try {
                    return call.call();
                } finally {
                    running.decrementAndGet();
                }
            });
        } catch (RejectedExecutionException e) {
            running.decrementAndGet();
            throw new ExecutionException("The session is closed.", e);
        } catch (Error e) {
            // No thread could be created: the call has not begun, and never ends.
            running.decrementAndGet();
            throw new ExecutionException(e);
        }
        boolean back = false;
        try {
            T result = future.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            back = true;
            return result;
        } catch (ExecutionException e) {
            back = true;
            throw e;
        } catch (TimeoutException e) {
            TimeoutException told =
                    new TimeoutException("the store did not answer within " + timeout.toMillis() + " ms");
            told.addSuppressed(e);
            throw told;
        } finally {
            if (!back) {
                future.cancel(true);
            }
        }
    }

    /** {@link #within} with an exception for the application. */
    <T> T orThrow(Duration timeout, String method, Object subject, Callable<T> call) {
        try {
            return within(timeout, call);
        } catch (ExecutionException e) {
            throw failed(method, subject, e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw new SessionStoreException(
                    "The session store failed: " + method + " of " + subject + ": " + e.getMessage()
                            + ". SessionStoreSettings.loadTimeout sets the time.",
                    null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(method);
        }
    }

    /** Lets no more calls begin, and interrupts those that run. Does not wait: they may not end. */
    void end() {
        pool.shutdownNow();
    }

    /** Calls the store on this thread, as long as it takes. */
    static <T> T directly(String method, Object subject, Callable<T> call) {
        try {
            return call.call();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(method);
        } catch (Exception | Error e) { // also an Error: whatever a store throws is a failure of it
            throw failed(method, subject, e);
        }
    }

    private static AgentInterruptedException interrupted(String method) {
        return new AgentInterruptedException("Interrupted while waiting for " + method + " of the session store.");
    }

    /** What the store said is only in the cause: it may hold addresses and names that belong to nobody else. */
    private static SessionStoreException failed(String method, Object subject, Throwable cause) {
        String why = cause instanceof UnsupportedOperationException
                ? "the store does not implement it"
                : cause.getClass().getSimpleName() + ", see the cause";
        return new SessionStoreException(
                "The session store failed: " + method + " of " + subject + ": " + why + ".", cause);
    }

    /** Whether a call failed because the store lacks the method. */
    static boolean isMissing(SessionStoreException failure) {
        return failure.getCause() instanceof UnsupportedOperationException;
    }
}
