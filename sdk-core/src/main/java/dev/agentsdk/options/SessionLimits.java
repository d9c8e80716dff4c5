package dev.agentsdk.options;

import dev.agentsdk.errors.ControlException;
import dev.agentsdk.errors.ProtocolException;
import java.time.Duration;

/**
 * The bounds within which a session waits and keeps. A value; each {@code with…} method returns a changed copy.
 *
 * @param initializeTimeout how long the agent may take to answer the handshake at the beginning; 60 s by default, as in
 *     the official SDKs
 * @param controlTimeout how long it may take to answer any other control request; 60 s by default
 * @param maxLineBytes the longest line of stdout that is taken, in bytes; 16 MiB by default, since images and documents
 *     travel in one line. A longer one is skipped while it passes and reported as
 *     {@link dev.agentsdk.message.SkippedLine}
 * @param failOnOversizeLine whether a line over the limit ends the session with a {@link ProtocolException} instead;
 *     false by default
 * @param bufferBytes how many bytes of messages wait for the application before the agent is held back by its full pipe;
 *     4 MiB by default. Nothing is dropped
 * @param hardBufferBytes how many bytes may wait while the answer to a control request is awaited: until then reading
 *     goes on past {@code bufferBytes}, so that the answer can be found. Past it the request fails with a
 *     {@link ControlException}; 64 MiB by default
 */
public record SessionLimits(
        Duration initializeTimeout,
        Duration controlTimeout,
        int maxLineBytes,
        boolean failOnOversizeLine,
        long bufferBytes,
        long hardBufferBytes) {

    private static final SessionLimits DEFAULTS =
            new SessionLimits(Duration.ofSeconds(60), Duration.ofSeconds(60), 16 << 20, false, 4L << 20, 64L << 20);

    public SessionLimits {
        requirePositive(initializeTimeout, "initializeTimeout");
        requirePositive(controlTimeout, "controlTimeout");
        if (maxLineBytes < 1024) {
            throw new IllegalArgumentException("maxLineBytes must be at least 1024, not " + maxLineBytes + ".");
        }
        if (bufferBytes < 1) {
            throw new IllegalArgumentException("bufferBytes must be positive, not " + bufferBytes + ".");
        }
        if (hardBufferBytes < bufferBytes) {
            throw new IllegalArgumentException("hardBufferBytes (" + hardBufferBytes
                    + ") must not be less than bufferBytes (" + bufferBytes + ").");
        }
    }

    /**
     * The defaults.
     *
     * @return the limits as described at each component
     */
    public static SessionLimits defaults() {
        return DEFAULTS;
    }

    /**
     * Bounds the handshake.
     *
     * @param timeout a positive time
     * @return a changed copy
     */
    public SessionLimits withInitializeTimeout(Duration timeout) {
        return new SessionLimits(
                timeout, controlTimeout, maxLineBytes, failOnOversizeLine, bufferBytes, hardBufferBytes);
    }

    /**
     * Bounds control requests.
     *
     * @param timeout a positive time
     * @return a changed copy
     */
    public SessionLimits withControlTimeout(Duration timeout) {
        return new SessionLimits(
                initializeTimeout, timeout, maxLineBytes, failOnOversizeLine, bufferBytes, hardBufferBytes);
    }

    /**
     * Bounds the lines of stdout.
     *
     * @param bytes at least 1024
     * @return a changed copy
     */
    public SessionLimits withMaxLineBytes(int bytes) {
        return new SessionLimits(
                initializeTimeout, controlTimeout, bytes, failOnOversizeLine, bufferBytes, hardBufferBytes);
    }

    /**
     * Decides what a line over the limit does.
     *
     * @param fail true to end the session
     * @return a changed copy
     */
    public SessionLimits withFailOnOversizeLine(boolean fail) {
        return new SessionLimits(initializeTimeout, controlTimeout, maxLineBytes, fail, bufferBytes, hardBufferBytes);
    }

    /**
     * Bounds what waits for the application.
     *
     * @param bytes the bound before the agent is held back
     * @param hardBytes the bound while a control answer is awaited, not less than {@code bytes}
     * @return a changed copy
     */
    public SessionLimits withBuffers(long bytes, long hardBytes) {
        return new SessionLimits(initializeTimeout, controlTimeout, maxLineBytes, failOnOversizeLine, bytes, hardBytes);
    }

    private static void requirePositive(Duration time, String name) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException(name + " must be positive, not " + time + ".");
        }
    }
}
