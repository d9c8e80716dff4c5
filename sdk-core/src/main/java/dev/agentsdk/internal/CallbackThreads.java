package dev.agentsdk.internal;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of one session on which application code runs, and nothing else does: the reading thread must never wait
 * for it. Daemons, made when there is something to run, gone after a second of rest or at the end of the session.
 */
final class CallbackThreads implements Executor {

    private static final Logger log = LoggerFactory.getLogger(CallbackThreads.class);
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final ThreadPoolExecutor pool = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), CallbackThreads::thread);

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
    static boolean isCurrent() {
        return Thread.currentThread() instanceof CallbackThread;
    }

    /** Runs it soon; does nothing after {@link #end()}. */
    @Override
    public void execute(Runnable callback) {
        try {
            pool.execute(callback);
        } catch (RejectedExecutionException e) {
            // The session is closed: nobody waits for what the callback would have said.
            log.debug("A callback was not run because the session is closed");
        }
    }

    /** Runs it soon, on a thread of its own after {@link #end()}: for what somebody waits for. Short work only. */
    void executeAlways(Runnable work) {
        try {
            pool.execute(work);
        } catch (RejectedExecutionException e) {
            thread(work).start();
        }
    }

    /** Takes nothing more and interrupts what runs, except the calling thread. Does not wait: callbacks may not end. */
    void end() {
        boolean interrupted = Thread.currentThread().isInterrupted();
        pool.shutdownNow();
        if (!interrupted) {
            // close() may be called from a callback of this very session; that is no reason to interrupt it.
            Thread.interrupted();
        }
    }
}
