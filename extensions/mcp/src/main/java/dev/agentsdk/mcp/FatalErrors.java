package dev.agentsdk.mcp;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.scheduler.Schedulers;

/**
 * Reports an {@link Error} of a handler that Reactor runs on a thread of its own. Reactor takes a {@link LinkageError} or a
 * {@link VirtualMachineError} for the end of that thread: it logs it and completes nothing, so that the caller would wait for
 * ever.
 *
 * <p>The only place where such an error can be seen is a hook on all tasks that Reactor schedules in this JVM. It is installed
 * while a server has a session with an agent, and changes only tasks that are scheduled while a request is handled.
 */
final class FatalErrors {

    /** Of this class and not only of its name: each application in a container has its own. */
    private static final String KEY = FatalErrors.class.getName() + "@" + System.identityHashCode(FatalErrors.class);

    /** What hears of errors in tasks that this thread schedules. */
    private static final ThreadLocal<@Nullable Consumer<Throwable>> LISTENER = new ThreadLocal<>();

    /** How many connections need the hook. Guarded by the class. */
    private static int users;

    private FatalErrors() {}

    /** Installs the hook, unless it is. Each call needs one of {@link #release}. */
    static synchronized void acquire() {
        if (users++ == 0) {
            Schedulers.onScheduleHook(KEY, FatalErrors::watched);
        }
    }

    /** Removes the hook, if nothing else needs it. */
    static synchronized void release() {
        if (--users == 0) {
            Schedulers.resetOnScheduleHook(KEY);
        }
    }

    static synchronized boolean isInstalled() {
        return users > 0;
    }

    /**
     * Runs work on this thread.
     *
     * @param listener is called with each fatal error of a task that the work schedules, or that such a task schedules
     * @param work the work
     */
    static void reportingTo(Consumer<Throwable> listener, Runnable work) {
        Consumer<Throwable> before = LISTENER.get();
        LISTENER.set(listener);
        try {
            work.run();
        } finally {
            if (before == null) {
                LISTENER.remove();
            } else {
                LISTENER.set(before);
            }
        }
    }

    private static Runnable watched(Runnable task) {
        Consumer<Throwable> listener = LISTENER.get();
        return listener == null
                ? task
                : () -> reportingTo(listener, () -> {
                    try {
                        task.run();
                    } catch (Throwable e) {
                        if (Exceptions.isFatal(e)) {
                            listener.accept(e);
                        }
                        throw e;
                    }
                });
    }
}
