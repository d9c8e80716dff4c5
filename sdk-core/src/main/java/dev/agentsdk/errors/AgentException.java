package dev.agentsdk.errors;

import dev.agentsdk.json.internal.Printable;
import org.jspecify.annotations.Nullable;

/**
 * The root of everything that this SDK throws on purpose. Its subclasses differ by what the caller can do about them;
 * their messages say what failed, on what, why, and what to do next.
 */
public class AgentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Enough for the end of stderr and what is said around it. */
    private static final int MAX_MESSAGE_CHARS = 16 * 1024;

    /**
     * Makes an exception.
     *
     * @param message what failed; text of the agent in it is made printable, and of more than 16,384 characters the middle
     *     is left out
     */
    public AgentException(String message) {
        // Without a cause, so that initCause can still be called.
        super(Printable.of(message, MAX_MESSAGE_CHARS));
    }

    /**
     * Makes an exception with a cause.
     *
     * @param message what failed
     * @param cause why
     */
    public AgentException(String message, @Nullable Throwable cause) {
        super(Printable.of(message, MAX_MESSAGE_CHARS), cause);
    }
}
