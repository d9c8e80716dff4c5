package dev.agentsdk.options;

import dev.agentsdk.errors.ResponseTimeoutException;

/** What happens to a turn whose time limit has passed. The caller gets a {@link ResponseTimeoutException} in each case. */
public enum TimeoutAction {
    /** Nothing: the turn continues, and its messages can be taken later. */
    CONTINUE,
    /**
     * The turn is interrupted, as by {@link dev.agentsdk.AgentSession#interrupt()}. The exception is thrown when the agent has confirmed
     * it, or after 5 s. The session remains usable; {@link dev.agentsdk.AgentSession#receiveResponse()} after the next message skips the
     * rest of the interrupted turn.
     */
    INTERRUPT_TURN,
    /** The session is closed, as by {@link dev.agentsdk.AgentSession#close()}, before the exception is thrown. */
    CLOSE_SESSION
}
