package dev.agentsdk.errors;

import dev.agentsdk.message.SkippedLine;

/**
 * The result of a turn was skipped, or a line that may have been the result: it is over the line limit, or cannot be read.
 * The session can be used on. The {@link SkippedLine} itself was delivered before.
 */
public final class SkippedResultException extends AgentException {
    private static final long serialVersionUID = 1L;

    private final transient SkippedLine line;

    /**
     * Makes an exception.
     *
     * @param line the line that was skipped
     */
    public SkippedResultException(SkippedLine line) {
        super(describe(line));
        this.line = line;
    }

    /**
     * The line that was skipped.
     *
     * @return its size and its beginning
     */
    public SkippedLine line() {
        return line;
    }

    private static String describe(SkippedLine line) {
        return switch (line.reason()) {
            case OVERSIZE ->
                "A line of " + line.size()
                        + " bytes was skipped that was, or may have been, the result of the turn. Raise"
                        + " SessionLimits.maxLineBytes.";
            case MALFORMED, TRUNCATED ->
                "The result of the turn cannot be read: its line of " + line.size()
                        + " bytes is not valid JSON, or is nested too" + " deeply.";
        };
    }
}
