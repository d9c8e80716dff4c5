package dev.agentsdk.process;

import java.time.Duration;

/**
 * Whether a child that has failed is started again. It has failed when it ended otherwise than with exit code 0 and nobody
 * had stopped it, or when it could not be started again.
 *
 * @param maxRestarts how many restarts in a row are tried; zero for none
 * @param firstBackoff how long is waited before the first of them
 * @param maxBackoff each wait is twice as long as the one before, up to this
 * @param stableAfter after so long a run the next failure is the first of a row again
 */
public record RestartPolicy(int maxRestarts, Duration firstBackoff, Duration maxBackoff, Duration stableAfter) {

    private static final RestartPolicy NEVER =
            new RestartPolicy(0, Duration.ZERO, Duration.ZERO, Duration.ofMinutes(1));

    /** More doublings than this would overflow, and are over any limit long before. */
    private static final int MOST_DOUBLINGS = 40;

    public RestartPolicy {
        if (maxRestarts < 0) {
            throw new IllegalArgumentException("maxRestarts must not be negative: " + maxRestarts);
        }
        if (firstBackoff.isNegative()) {
            throw new IllegalArgumentException("firstBackoff must not be negative: " + firstBackoff);
        }
        if (maxBackoff.compareTo(firstBackoff) < 0 || maxBackoff.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(
                    "maxBackoff must lie between firstBackoff, " + firstBackoff + ", and a day: " + maxBackoff);
        }
        if (stableAfter.isNegative()) {
            throw new IllegalArgumentException("stableAfter must not be negative: " + stableAfter);
        }
    }

    /**
     * A child that ends stays ended.
     *
     * @return the default
     */
    public static RestartPolicy never() {
        return NEVER;
    }

    /**
     * A child that fails is started again after 0.5 s, 1 s, 2 s, and so on up to 30 s; a minute of running makes it
     * stable.
     *
     * @param maxRestarts how many restarts in a row are tried
     * @return the policy
     */
    public static RestartPolicy onFailure(int maxRestarts) {
        return new RestartPolicy(maxRestarts, Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofMinutes(1));
    }

    /**
     * A child that fails is started again, with other waits.
     *
     * @param first how long is waited before the first restart
     * @param max each wait is twice as long as the one before, up to this
     * @return a changed copy
     */
    public RestartPolicy withBackoff(Duration first, Duration max) {
        return new RestartPolicy(maxRestarts, first, max, stableAfter);
    }

    /**
     * How long is waited before a restart.
     *
     * @param attempt which one of a row, from 1
     * @return the wait
     */
    public Duration backoff(int attempt) {
        long factor = 1L << Math.min(MOST_DOUBLINGS, Math.max(0, attempt - 1));
        // Compared before it is multiplied, which could overflow.
        return maxBackoff.dividedBy(factor).compareTo(firstBackoff) < 0
                ? maxBackoff
                : firstBackoff.multipliedBy(factor);
    }
}
