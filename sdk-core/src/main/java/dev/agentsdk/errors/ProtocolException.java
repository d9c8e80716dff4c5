package dev.agentsdk.errors;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The agent said something that breaks the protocol beyond what can be skipped. */
public final class ProtocolException extends AgentException {
    private static final long serialVersionUID = 1L;

    private static final int SHOWN_BYTES = 200;

    /** The first bytes of the offending line. */
    private final byte[] firstBytes;

    /**
     * Makes an exception.
     *
     * @param message what is wrong
     * @param line the offending line; its first 200 bytes are kept
     */
    public ProtocolException(String message, byte[] line) {
        super(message);
        this.firstBytes = Arrays.copyOf(line, Math.min(line.length, SHOWN_BYTES));
    }

    /**
     * The beginning of what was said. It may hold what the agent was told in confidence, and is not in the message for
     * that reason.
     *
     * @return up to 200 bytes as text, malformed bytes replaced
     */
    public String firstBytes() {
        return new String(firstBytes, StandardCharsets.UTF_8);
    }
}
