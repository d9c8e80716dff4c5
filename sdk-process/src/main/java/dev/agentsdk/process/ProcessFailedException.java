package dev.agentsdk.process;

import org.jspecify.annotations.Nullable;

/**
 * A run that did not succeed, where that was asked to be an exception; or one whose input could not be read or whose
 * output could not be kept, which is an exception always. Everything that was read is in the {@link #result()}.
 */
public final class ProcessFailedException extends ProcessException {
    private static final long serialVersionUID = 1L;

    private static final int SHOWN_STDERR_CHARS = 4096;

    /** What came of it. */
    private final transient ProcessResult result;

    /**
     * Makes an exception whose message shows how the run ended and the end of its stderr.
     *
     * @param result what came of it
     * @param cause what failed here, if it was not the process
     */
    public ProcessFailedException(ProcessResult result, @Nullable Throwable cause) {
        super(describe(result, cause), cause);
        this.result = result;
    }

    /**
     * What came of the run.
     *
     * @return with everything that was read; null after this exception was serialized
     */
    public ProcessResult result() {
        return result;
    }

    private static String describe(ProcessResult result, @Nullable Throwable cause) {
        StringBuilder text = new StringBuilder(result.summary());
        if (cause != null) {
            text.append(": ").append(cause);
        }
        text.append('.');
        if (result.stderr().file().isPresent()) {
            return text.append(" Its stderr is in ")
                    .append(result.stderr().file().get())
                    .append('.')
                    .toString();
        }
        String stderr = result.stderr().text().strip();
        if (!stderr.isEmpty()) {
            text.append(" The end of its stderr: ")
                    .append(stderr, Math.max(0, stderr.length() - SHOWN_STDERR_CHARS), stderr.length());
        }
        return text.toString();
    }
}
