package dev.agentsdk.internal;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Bounds the warnings that an agent can cause, since each of its requests and lines may cause one: without a bound it fills
 * the disk with log lines. Some may come at once, further ones at a low rate. The number of those that were left out is
 * logged with the next one.
 *
 * <p>Thread-safe.
 */
final class WarningLimit {

    /** How many warnings may come at once. */
    static final int AT_ONCE = 100;

    /** After this time one more may come. */
    static final Duration PERIOD = Duration.ofSeconds(10);

    private final LongSupplier nanoTime;
    private int allowed = AT_ONCE;
    private long since;
    private long leftOut;

    WarningLimit() {
        this(System::nanoTime);
    }

    WarningLimit(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.since = nanoTime.getAsLong();
    }

    /**
     * Whether a warning may be logged now; it counts as logged if so.
     *
     * @param log gets a warning when the first one is left out, and the number of them before the next one
     * @return false if it is to be left out
     */
    boolean allows(Logger log) {
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
            log.warn("{} warnings about the agent were left out", missing);
        } else if (!allows && missing == 0) {
            log.warn(
                    "There are too many warnings about the agent: from now on one in {} s is logged",
                    PERIOD.toSeconds());
        }
        return allows;
    }

    private void addAllowed() {
        long periods = (nanoTime.getAsLong() - since) / PERIOD.toNanos();
        if (periods > 0) {
            since += periods * PERIOD.toNanos();
            allowed = (int) Math.min(AT_ONCE, allowed + periods);
        }
    }
}
