package dev.agentsdk.internal;

import dev.agentsdk.CallbackException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the exceptions of callbacks go: into a counter, the log, and the application's listener. */
final class CallbackErrors {

    private static final Logger log = LoggerFactory.getLogger(CallbackErrors.class);

    private final Counters counters;
    private final CallbackThreads threads;
    private final @Nullable Consumer<CallbackException> listener;

    CallbackErrors(Counters counters, CallbackThreads threads, @Nullable Consumer<CallbackException> listener) {
        this.counters = counters;
        this.threads = threads;
        this.listener = listener;
    }

    /** Reports an exception. Does not wait for the listener. */
    void report(CallbackException exception) {
        counters.callbackErrors.increment();
        log.warn("A callback failed; the agent was told, and the session goes on", exception);
        if (listener != null) {
            // Always: the last errors of a session come while it is being closed.
            threads.executeAlways(() -> {
                try {
                    listener.accept(exception);
                } catch (RuntimeException e) {
                    log.warn("The listener for callback errors threw an exception itself", e);
                }
            });
        }
    }
}
