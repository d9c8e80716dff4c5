package dev.agentsdk.history;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How a session uses its {@link SessionStore}. Immutable; each method that changes something returns a new value.
 *
 * @param flush when entries go to the store; {@link Flush#BATCHED} by default
 * @param loadTimeout how long a call may take when a session is gone on with; 60 s by default
 * @param appendTimeout how long one append may take; 60 s by default. What takes longer is given up and not tried again,
 *     since it may succeed yet
 * @param maxPendingBytes how much may wait for a slow store; 64 MiB by default. What does not fit is given up
 * @param failureListener is told all that was given up, one at a time, on a thread of the SDK. About 250 failures
 *     wait for a slow listener, and the oldest beyond that are dropped, which is logged. As long as the agent
 *     lives, the same comes as a system message {@code mirror_error} among the messages of the session
 */
public record SessionStoreSettings(
        Flush flush,
        Duration loadTimeout,
        Duration appendTimeout,
        long maxPendingBytes,
        Optional<Consumer<MirrorFailure>> failureListener) {

    /** When entries go to the store. */
    public enum Flush {
        /** Before each result reaches the application, and sooner past 500 frames or 1 MiB. */
        BATCHED,
        /** As soon as they come, while no other append is under way. */
        EAGER
    }

    private static final SessionStoreSettings DEFAULTS = new SessionStoreSettings(
            Flush.BATCHED, Duration.ofSeconds(60), Duration.ofSeconds(60), 64L * 1024 * 1024, Optional.empty());

    public SessionStoreSettings {
        Objects.requireNonNull(flush, "flush");
        Objects.requireNonNull(failureListener, "failureListener");
        requirePositive(loadTimeout, "loadTimeout");
        requirePositive(appendTimeout, "appendTimeout");
        if (maxPendingBytes < 1) {
            throw new IllegalArgumentException("maxPendingBytes must be positive, but is " + maxPendingBytes + ".");
        }
    }

    private static void requirePositive(Duration duration, String name) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + " must be positive, but is " + duration + ".");
        }
    }

    /**
     * The defaults.
     *
     * @return the same as the official SDKs have, where they have it
     */
    public static SessionStoreSettings defaults() {
        return DEFAULTS;
    }

    /**
     * Sets when entries go to the store.
     *
     * @param when batched or eager
     * @return new settings
     */
    public SessionStoreSettings flush(Flush when) {
        return new SessionStoreSettings(when, loadTimeout, appendTimeout, maxPendingBytes, failureListener);
    }

    /**
     * Sets how long a call may take when a session is gone on with.
     *
     * @param timeout a positive time
     * @return new settings
     */
    public SessionStoreSettings loadTimeout(Duration timeout) {
        return new SessionStoreSettings(flush, timeout, appendTimeout, maxPendingBytes, failureListener);
    }

    /**
     * Sets how long an append may take.
     *
     * @param timeout a positive time
     * @return new settings
     */
    public SessionStoreSettings appendTimeout(Duration timeout) {
        return new SessionStoreSettings(flush, loadTimeout, timeout, maxPendingBytes, failureListener);
    }

    /**
     * Sets how much may wait.
     *
     * @param bytes a positive number
     * @return new settings
     */
    public SessionStoreSettings maxPendingBytes(long bytes) {
        return new SessionStoreSettings(flush, loadTimeout, appendTimeout, bytes, failureListener);
    }

    /**
     * Sets who is told what was given up.
     *
     * @param listener what it throws is logged
     * @return new settings
     */
    public SessionStoreSettings failureListener(Consumer<MirrorFailure> listener) {
        return new SessionStoreSettings(flush, loadTimeout, appendTimeout, maxPendingBytes, Optional.of(listener));
    }
}
