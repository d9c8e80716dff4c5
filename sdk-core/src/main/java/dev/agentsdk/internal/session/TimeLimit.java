package dev.agentsdk.internal.session;

import dev.agentsdk.errors.ResponseTimeoutException;
import dev.agentsdk.spi.Deadline;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A time limit of a call, and what to say when it has passed.
 *
 * @param deadline when it passes
 * @param timeout as the caller gave it
 * @param expected what is waited for
 * @param coversReading whether messages that are there are withheld after the limit: of a whole turn, not of one message
 * @param advice what becomes of the agent, as a sentence
 */
public record TimeLimit(Deadline deadline, Duration timeout, String expected, boolean coversReading, String advice) {

    private static final String CONTINUES = "The agent may still be at work; see RunState.";

    /** No limit. */
    static final TimeLimit NONE = new TimeLimit(Deadline.never(), Duration.ofSeconds(Long.MAX_VALUE), "", false, "");

    /**
     * A limit for a whole turn.
     *
     * @param timeout a positive time, from now
     * @return the limit
     * @throws IllegalArgumentException if it is not positive
     */
    public static TimeLimit ofTurn(Duration timeout) {
        return new TimeLimit(Deadline.in(requirePositive(timeout)), timeout, "the result of the turn", true, CONTINUES);
    }

    /**
     * The limit of a call that ends the agent when it has passed.
     *
     * @return the same limit with another message
     */
    public TimeLimit endingTheAgent() {
        return new TimeLimit(deadline, timeout, expected, coversReading, "The agent was ended.");
    }

    /**
     * A limit for one message.
     *
     * @param timeout from now; zero takes what is there
     * @return the limit
     * @throws IllegalArgumentException if it is negative
     */
    public static TimeLimit ofMessage(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("timeout must not be negative, but is " + timeout + ".");
        }
        return new TimeLimit(Deadline.in(timeout), timeout, "a message", false, CONTINUES);
    }

    private static Duration requirePositive(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout must be positive, not " + timeout + ".");
        }
        return timeout;
    }

    /**
     * The stricter of two limits.
     *
     * @param other another limit; null for none
     * @return the one that passes first
     */
    public TimeLimit atMost(@Nullable TimeLimit other) {
        return other == null || deadline.remainingNanos() <= other.deadline.remainingNanos() ? this : other;
    }

    /**
     * The exception.
     *
     * @return a new exception
     */
    public ResponseTimeoutException passed() {
        return new ResponseTimeoutException(expected, timeout, advice);
    }
}
