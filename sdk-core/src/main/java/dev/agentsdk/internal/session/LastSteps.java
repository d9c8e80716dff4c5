package dev.agentsdk.internal.session;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of an end. Each is taken, whatever the one before it threw. One that fails because memory has run out is taken
 * again, for a second at the most: the memory of other threads comes and goes.
 *
 * <p>Made before it is needed, since taking the steps must not allocate: that is also why there is neither a lambda nor an
 * iterator below.
 */
final class LastSteps {

    private static final Logger log = LoggerFactory.getLogger(LastSteps.class);

    private static final int ATTEMPTS = 100;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Runnable[] steps;

    LastSteps(Runnable... steps) {
        this.steps = steps.clone();
    }

    /** Takes all steps in order. Throws nothing. */
    void take() {
        for (int i = 0; i < steps.length; i++) {
            take(steps[i]);
        }
    }

    private static void take(Runnable step) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                step.run();
                return;
            } catch (OutOfMemoryError e) {
                if (attempt == ATTEMPTS) {
                    logFailure(e);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            } catch (RuntimeException | Error e) {
                logFailure(e);
                return;
            }
        }
    }

    private static void logFailure(Throwable e) {
        try {
            log.error("A step of the end of a session has failed; the next ones are taken all the same", e);
        } catch (OutOfMemoryError unlogged) {
            // Without memory nothing can be logged, and the next step matters more.
        }
    }
}
