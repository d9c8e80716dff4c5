package dev.agentsdk.internal;

import dev.agentsdk.CallbackException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the exceptions of callbacks go: into a counter, the log, and the application's listener, one at a time. */
final class CallbackErrors {

    private static final Logger log = LoggerFactory.getLogger(CallbackErrors.class);

    /** A listener that blocks must not keep what an agent provokes: exceptions hold what they were thrown over. */
    private static final int MAX_WAITING = 100;

    private final Counters counters;
    private final SerialExecutor reporting;
    private final AtomicInteger waiting = new AtomicInteger();
    private final @Nullable Consumer<CallbackException> listener;

    CallbackErrors(Counters counters, CallbackThreads threads, @Nullable Consumer<CallbackException> listener) {
        this.counters = counters;
        // Always: the last errors of a session come while it is being closed.
        this.reporting = new SerialExecutor(threads::executeAlways);
        this.listener = listener;
    }

    /** Reports an exception. Does not wait for the listener. */
    void report(CallbackException exception) {
        counters.callbackErrors.increment();
        log.warn("A callback failed; the agent was told, and the session goes on", exception);
        if (listener == null) {
            return;
        }
        if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            log.warn("The listener for callback errors does not keep up; it is not notified of this one");
            return;
        }
        reporting.execute(() -> {
            waiting.decrementAndGet();
            try {
                listener.accept(exception);
            } catch (Throwable e) { // also an Error: the next exceptions are others
                log.warn("The listener for callback errors threw an exception itself", e);
            }
        });
    }
}
