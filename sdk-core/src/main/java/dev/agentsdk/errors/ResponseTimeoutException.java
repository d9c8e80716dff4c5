package dev.agentsdk.errors;

import java.time.Duration;

/**
 * A response, or a message of it, did not come within the time limit of the call. Nothing is lost: messages that come later
 * can still be taken, unless the call closes the session on timeout.
 */
public final class ResponseTimeoutException extends AgentException {
    private static final long serialVersionUID = 1L;

    /** The limit. */
    private final Duration timeout;

    /**
     * Makes an exception.
     *
     * @param expected what did not come, for example {@code the result of the turn}
     * @param timeout the limit
     * @param advice what was done and what the caller can do, as sentences
     */
    public ResponseTimeoutException(String expected, Duration timeout, String advice) {
        super("Timeout: " + expected + " did not come within " + timeout.toMillis() + " ms. " + advice);
        this.timeout = timeout;
    }

    /**
     * The limit that has passed.
     *
     * @return as it was given to the call
     */
    public Duration timeout() {
        return timeout;
    }
}
