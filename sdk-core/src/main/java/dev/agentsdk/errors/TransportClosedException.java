package dev.agentsdk.errors;

import org.jspecify.annotations.Nullable;

/** The session or transport is closed, or was closed by another thread meanwhile. Open a new one. */
public final class TransportClosedException extends AgentException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what could not be done
     */
    public TransportClosedException(String message) {
        super(message);
    }

    /**
     * Makes an exception with a cause.
     *
     * @param message what could not be done
     * @param cause why
     */
    public TransportClosedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
