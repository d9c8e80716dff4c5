package dev.agentsdk.internal;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Steps of a close that are done one after the other, each whatever the previous one has thrown. */
final class CloseSteps {

    private static final Logger log = LoggerFactory.getLogger(CloseSteps.class);

    private @Nullable Throwable first;

    /** Does a step. What it throws is kept; nothing is logged yet, since that may fail for the same reason. */
    void run(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            if (first == null) {
                first = e;
            }
        }
    }

    /** Logs the first failure, if there was one. */
    void report(String what) {
        if (first != null) {
            log.error("{} was not complete; the rest of the close is done all the same", what, first);
        }
    }
}
