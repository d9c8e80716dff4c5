package dev.agentsdk.process;

/** The thread was interrupted while it waited for a process. Its interrupt flag is set again. */
public final class ProcessInterruptedException extends ProcessException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what was waited for, and what became of it
     * @param cause the interruption
     */
    public ProcessInterruptedException(String message, InterruptedException cause) {
        super(message, cause);
    }
}
