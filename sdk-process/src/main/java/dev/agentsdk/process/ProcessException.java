package dev.agentsdk.process;

import org.jspecify.annotations.Nullable;

/** The root of what the process layer throws on purpose. */
public class ProcessException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what failed
     * @param cause why, if there is a cause
     */
    public ProcessException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
