package dev.agentsdk.errors;

/**
 * The calling thread was interrupted while it waited. Its interrupt flag is set again. The session lives on, unless it
 * was being opened.
 */
public final class AgentInterruptedException extends AgentException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what was being waited for
     */
    public AgentInterruptedException(String message) {
        super(message);
    }
}
