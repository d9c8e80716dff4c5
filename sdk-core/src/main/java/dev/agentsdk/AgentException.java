package dev.agentsdk;

import org.jspecify.annotations.Nullable;

/**
 * The root of everything that this SDK throws on purpose. Its subclasses differ by what the caller can do about them;
 * their messages say what failed, on what, why, and what to do next.
 */
public class AgentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what failed
     */
    public AgentException(String message) {
        super(message);
    }

    /**
     * Makes an exception with a cause.
     *
     * @param message what failed
     * @param cause why
     */
    public AgentException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
