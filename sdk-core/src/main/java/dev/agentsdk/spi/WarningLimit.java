package dev.agentsdk.spi;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Limits the warnings that an agent, a file or a listener can cause. Without a limit, a hostile agent fills the disk with
 * log lines. {@value #AT_ONCE} warnings may be logged at once, further ones at a rate of one in {@link #PERIOD}. The number of
 * warnings that were left out is logged before the next one, and by {@link #end}.
 *
 * <pre>{@code
 * if (warnings.allows(log::warn)) {
 *     log.warn("The request {} cannot be read", subtype);
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class WarningLimit {

    /** How many warnings may be logged at once. */
    public static final int AT_ONCE = 100;

    /** After each such period one more warning may be logged. */
    public static final Duration PERIOD = Duration.ofSeconds(10);

    private final String what;
    private final LongSupplier nanoTime;
    private int allowed = AT_ONCE;
    private long since;
    private long leftOut;

    /**
     * Creates a limit.
     *
     * @param what which warnings are limited, for the log, for example {@code "warnings about the agent"}
     */
    public WarningLimit(String what) {
        this(what, System::nanoTime);
    }

    WarningLimit(String what, LongSupplier nanoTime) {
        this.what = what;
        this.nanoTime = nanoTime;
        this.since = nanoTime.getAsLong();
    }

    /**
     * Returns whether a warning may be logged now. It counts as logged if so.
     *
     * @param log receives a line when the first warning is left out, and the number of those that were left out before the
     *     next one
     * @return false if the warning must be left out
     */
    public boolean allows(Consumer<String> log) {
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

    /**
     * Logs how many warnings were left out since the last one, if any were. To be called at the end of what is limited, such
     * as a session: not at a moment that an agent chooses, since each call may log a line.
     *
     * @param log receives the line
     */
    public void end(Consumer<String> log) {
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
        long periods = (nanoTime.getAsLong() - since) / PERIOD.toNanos();
        if (periods > 0) {
            since += periods * PERIOD.toNanos();
            allowed = (int) Math.min(AT_ONCE, allowed + periods);
        }
    }
}
