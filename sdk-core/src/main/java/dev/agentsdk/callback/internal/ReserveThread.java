package dev.agentsdk.callback.internal;

import java.util.ArrayDeque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread for all sessions of this JVM, made with the first of them, for the time when no thread can be made: it takes
 * work that found none, and tries to make a thread for it every {@value #RETRY_MILLIS} ms. So whatever a session must still
 * do, such as completing a future at its end, is done as soon as the machine allows, and neither the reading thread nor a
 * {@code close()} waits or fails for the lack of a thread.
 *
 * <p>Runs no work itself, since work may block. Ends with the last session, when nothing waits. What waits is bounded by its
 * owners, the sessions.
 */
public final class ReserveThread {

    private static final Logger log = LoggerFactory.getLogger(ReserveThread.class);

    private static final int RETRY_MILLIS = 100;

    private static final Object LOCK = new Object();
    private static final ArrayDeque<Supplier<Thread>> WAITING = new ArrayDeque<>();
    private static int sessions;
    private static @Nullable Thread thread;

    private ReserveThread() {}

    /**
     * A session opens.
     *
     * @throws OutOfMemoryError if no thread can be made; then the session is not counted
     */
    public static void enter() {
        synchronized (LOCK) {
            ensureThread();
            sessions++;
        }
    }

    /** A session that was counted has closed. */
    public static void leave() {
        synchronized (LOCK) {
            sessions--;
            LOCK.notifyAll();
        }
    }

    /** Makes the thread and starts it, as soon as that is possible. Does not wait and does not throw for the lack of threads. */
    public static void start(Supplier<Thread> work) {
        try {
            work.get().start();
        } catch (OutOfMemoryError e) {
            synchronized (LOCK) {
                WAITING.add(work);
                try {
                    ensureThread();
                } catch (OutOfMemoryError again) {
                    // No session is open: the next one that opens finds the work.
                    return;
                }
                LOCK.notifyAll();
            }
        }
    }

    /** Under the lock. */
    private static void ensureThread() {
        if (thread == null) {
            Thread added = DaemonThreads.create(ReserveThread::run, "agent-sdk-reserve");
            // Of no application: the thread outlives the session that made it.
            added.setContextClassLoader(null);
            added.start();
            thread = added;
        }
    }

    private static void run() {
        synchronized (LOCK) {
            try {
                for (startThoseThatCan(); sessions > 0 || !WAITING.isEmpty(); startThoseThatCan()) {
                    try {
                        LOCK.wait(WAITING.isEmpty() ? 0 : RETRY_MILLIS);
                    } catch (InterruptedException e) {
                        // Of no meaning here: this thread ends with the last session.
                    }
                }
            } finally {
                // Whatever ends this thread: the next work makes another one.
                thread = null;
            }
        }
    }

    /** Under the lock. */
    private static void startThoseThatCan() {
        while (!WAITING.isEmpty()) {
            Supplier<Thread> first = WAITING.remove();
            try {
                first.get().start();
            } catch (OutOfMemoryError e) {
                WAITING.addFirst(first);
                return;
            } catch (RuntimeException | Error e) {
                // Such as a class that cannot be loaded without memory. It is kept, behind the others.
                WAITING.add(first);
                if (CallbackThreads.FAILED_WORK.allows(log::warn)) {
                    log.warn("A thread cannot be started; this is tried again", e);
                }
                return;
            }
        }
    }
}
