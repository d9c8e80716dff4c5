package dev.agentsdk.callback.internal;

import dev.agentsdk.spi.WarningLimit;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of one session on which application code runs, and what must wait for it or for the agent: the reading thread
 * never does. Daemons, made when there is something to run, gone after a second of rest or at the end of the session. When
 * no thread can be made, the work waits until one can ({@link ReserveThread}); callers do not notice.
 */
public final class CallbackThreads implements Executor {

    private static final Logger log = LoggerFactory.getLogger(CallbackThreads.class);

    /** Of all sessions: without memory all work may fail, and an agent decides how much there is. */
    static final WarningLimit FAILED_WORK = new WarningLimit("warnings about work that failed");

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final ThreadPoolExecutor pool = new ThreadPoolExecutor(
            // Bounded by what is given to it: IncomingRequests.MAX_SERVED is the part that the agent has a hand in.
            0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), CallbackThreads::thread);

    /** Those that run what the end of the session interrupts. Guarded by itself. */
    private final Set<Thread> interruptible = new HashSet<>();

    private boolean ended;

    private static Thread thread(Runnable work) {
        Thread thread = new CallbackThread(work);
        thread.setDaemon(true);
        return thread;
    }

    private static final class CallbackThread extends Thread {
        CallbackThread(Runnable work) {
            super(work, "agent-sdk-callback-" + NUMBER.incrementAndGet());
        }
    }

    /** Whether the calling thread is one of these, of whatever session: a thread that may wait. */
    public static boolean isCurrent() {
        return Thread.currentThread() instanceof CallbackThread;
    }

    /** Runs it soon, and interrupts it at the end of the session; does nothing after that. */
    @Override
    public void execute(Runnable callback) {
        Runnable work = () -> interruptibly(callback);
        try {
            pool.execute(guarded(work));
        } catch (RejectedExecutionException e) {
            // The session is closed: nobody waits for what the callback would have said.
            log.debug("A callback was not run because the session is closed");
        } catch (OutOfMemoryError e) {
            waitForThread(work);
        }
    }

    /**
     * Runs it now on another thread, or not at all.
     *
     * @return false if there is no thread for it
     */
    public boolean tryExecute(Runnable work) {
        try {
            pool.execute(guarded(work));
            return true;
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            return false;
        }
    }

    private static void waitForThread(Runnable work) {
        ReserveThread.start(() -> thread(guarded(work)));
    }

    /** An Error ends the work, not the thread without a word. */
    private static Runnable guarded(Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (Throwable e) {
                if (FAILED_WORK.allows(log::warn)) {
                    log.warn("Work on a thread of a session threw an exception or an Error", e);
                }
            }
        };
    }

    /** Runs it soon, interrupts it at the end of the session, and runs it even after that: for what has an end of its own. */
    public void executeInterruptible(Runnable work) {
        executeAlways(() -> {
            synchronized (interruptible) {
                interruptible.add(Thread.currentThread());
            }
            runInterruptibly(work);
        });
    }

    private void interruptibly(Runnable callback) {
        synchronized (interruptible) {
            if (ended) {
                return;
            }
            interruptible.add(Thread.currentThread());
        }
        runInterruptibly(callback);
    }

    private void runInterruptibly(Runnable callback) {
        try {
            callback.run();
        } finally {
            synchronized (interruptible) {
                interruptible.remove(Thread.currentThread());
                if (ended) {
                    // What was meant for the callback is not left to what the thread runs next.
                    Thread.interrupted();
                }
            }
        }
    }

    /**
     * Runs it soon, also after {@link #end()}, and never interrupts it: for what somebody waits for, or wants to hear of
     * the end itself.
     */
    public void executeAlways(Runnable work) {
        try {
            pool.execute(guarded(work));
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            waitForThread(work);
        }
    }

    /**
     * Takes no callbacks any more and interrupts those that run, except on the calling thread: close() may be called from
     * a callback of this very session. Does not wait: callbacks may not end.
     */
    public void end() {
        synchronized (interruptible) {
            ended = true;
            for (Thread thread : interruptible) {
                if (thread != Thread.currentThread()) {
                    thread.interrupt();
                }
            }
        }
        pool.shutdown();
    }
}
