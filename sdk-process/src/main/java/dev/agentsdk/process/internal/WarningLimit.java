package dev.agentsdk.process.internal;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Limits the warnings that a program can cause by what it writes. {@value #AT_ONCE} warnings may be logged at once, further
 * ones at a rate of one in {@link #PERIOD}. The number of warnings that were left out is logged before the next one, and by
 * {@link #end}. The same as {@code dev.agentsdk.spi.WarningLimit} of the module above, which this one does not see.
 *
 * <p>Thread-safe.
 */
final class WarningLimit {

    static final int AT_ONCE = 100;
    static final Duration PERIOD = Duration.ofSeconds(10);

    private final String what;
    private int allowed = AT_ONCE;
    private long since = System.nanoTime();
    private long leftOut;

    /** {@code what}: which warnings are limited, for the log. */
    WarningLimit(String what) {
        this.what = what;
    }

    /** Returns whether a warning may be logged now. It counts as logged if so. */
    boolean allows(Consumer<String> log) {
        long missing;
        boolean allows;
        synchronized (this) {
            addAllowed();
            allows = allowed > 0;
            missing = leftOut;
            if (allows) {
                allowed--;
                leftOut = 0;
            } else {
                leftOut++;
            }
        }
        if (allows && missing > 0) {
            log.accept(leftOut(missing));
        } else if (!allows && missing == 0) {
            log.accept("There are too many " + what + ": from now on one in " + PERIOD.toSeconds() + " s is logged");
        }
        return allows;
    }

    /** Logs how many warnings were left out since the last one, if any were. */
    void end(Consumer<String> log) {
        long missing;
        synchronized (this) {
            missing = leftOut;
            leftOut = 0;
        }
        if (missing > 0) {
            log.accept(leftOut(missing));
        }
    }

    private String leftOut(long number) {
        return number + " " + what + " were left out";
    }

    private void addAllowed() {
        long periods = (System.nanoTime() - since) / PERIOD.toNanos();
        if (periods > 0) {
            since += periods * PERIOD.toNanos();
            allowed = (int) Math.min(AT_ONCE, allowed + periods);
        }
    }
}
