package dev.agentsdk.internal.session;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the steps of an ending: each of them, whatever the ones before have thrown. What they throw, Errors included, is
 * logged: there is nothing else that an ending could do about it, and the agent's process would stay.
 */
final class CloseSteps {

    private static final Logger log = LoggerFactory.getLogger(CloseSteps.class);

    private CloseSteps() {}

    /** Runs a step. Throws nothing. */
    static void run(String what, Runnable step) {
        try {
            step.run();
        } catch (Throwable e) {
            report(what, e);
        }
    }

    /** Runs a step that has a result. Null if it threw. */
    static <T> @Nullable T get(String what, Supplier<T> step) {
        try {
            return step.get();
        } catch (Throwable e) {
            report(what, e);
            return null;
        }
    }

    private static void report(String what, Throwable thrown) {
        try {
            log.warn("While a session ended, this failed: {}; the other steps are done all the same", what, thrown);
        } catch (Throwable e) {
            // Without memory or stack there may be no log either, and the next step matters more.
            return;
        }
    }
}
