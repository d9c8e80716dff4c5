package dev.agentsdk.errors;

import java.time.Duration;

/** The agent did not answer a control request in time. A late answer is ignored. */
public final class ControlTimeoutException extends ControlException {
    private static final long serialVersionUID = 1L;

    /** How long was waited. */
    private final Duration timeout;

    /**
     * Makes an exception.
     *
     * @param subtype the subtype of the request
     * @param requestId the id of the request
     * @param timeout how long was waited
     * @param advice what to do next
     */
    public ControlTimeoutException(String subtype, String requestId, Duration timeout, String advice) {
        super(
                subtype,
                requestId,
                "Control request timeout: " + subtype + " was not answered within " + timeout.toMillis() + " ms. "
                        + advice,
                null);
        this.timeout = timeout;
    }

    /**
     * How long was waited.
     *
     * @return the timeout of the request
     */
    public Duration timeout() {
        return timeout;
    }
}
