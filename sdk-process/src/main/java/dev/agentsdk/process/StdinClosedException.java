package dev.agentsdk.process;

/** The process cannot be written to: its stdin was closed here or by itself, or it has gone. */
public final class StdinClosedException extends ProcessException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what could not be written and why
     */
    public StdinClosedException(String message) {
        super(message, null);
    }
}
