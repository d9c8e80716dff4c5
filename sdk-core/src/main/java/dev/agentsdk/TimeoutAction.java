package dev.agentsdk;

/** What happens to a turn whose time limit has passed. The caller gets a {@link ResponseTimeoutException} in each case. */
public enum TimeoutAction {
    /** Nothing: the turn continues, and its messages can be taken later. */
    CONTINUE,
    /**
     * The turn is interrupted, as by {@link AgentSession#interrupt()}. The exception is thrown when the agent has confirmed
     * it, or after 5 s. The session remains usable; {@link AgentSession#receiveResponse()} after the next message skips the
     * rest of the interrupted turn.
     */
    INTERRUPT_TURN,
    /** The session is closed, as by {@link AgentSession#close()}, before the exception is thrown. */
    CLOSE_SESSION
}
