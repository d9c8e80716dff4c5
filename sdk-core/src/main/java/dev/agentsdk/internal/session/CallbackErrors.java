package dev.agentsdk.internal.session;

import dev.agentsdk.callback.internal.CallbackThreads;
import dev.agentsdk.errors.CallbackException;
import dev.agentsdk.spi.WarningLimit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the exceptions of callbacks go: into a counter, the log, and the application's listener, one at a time. */
final class CallbackErrors {

    private static final Logger log = LoggerFactory.getLogger(CallbackErrors.class);

    /** About what an exception with its stack trace takes. */
    private static final long EXCEPTION_BYTES = 4096;

    private final Counters counters;
    private final @Nullable ListenerCalls<CallbackException> calls;

    CallbackErrors(Counters counters, CallbackThreads threads, @Nullable Consumer<CallbackException> listener) {
        this.counters = counters;
        // Always: the last errors of a session come while it is being closed.
        this.calls = listener == null
                ? null
                : new ListenerCalls<>(
                        "listener for callback errors", listener::accept, threads::executeAlways, counters.warnings);
    }

    /** The bound of the session's warnings. */
    WarningLimit warnings() {
        return counters.warnings;
    }

    /** Reports an exception. Does not wait for the listener. */
    void report(CallbackException exception) {
        report(exception, "A callback failed; the agent has got an error, and the session goes on");
    }

    /** Reports a callback that could not be called. The agent got a denial. Does not wait for the listener. */
    void reportDenied(CallbackException exception) {
        report(exception, "A callback could not be called; the agent has got a denial, and the session continues");
    }

    private void report(CallbackException exception, String problem) {
        if (calls != null) {
            calls.add(exception, EXCEPTION_BYTES);
        }
        // Last, so that an application that reads the counter finds the rest done.
        if (counters.warnings.allows(log::warn)) {
            log.warn(problem, exception);
        }
        counters.callbackErrors.increment();
    }
}
