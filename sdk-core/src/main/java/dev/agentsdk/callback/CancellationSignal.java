package dev.agentsdk.callback;

import java.util.concurrent.CancellationException;

/**
 * Tells a callback that nobody waits for its answer any more: the agent has taken the request back (it was interrupted, or
 * its time-out has passed), the agent has ended, or the session is being closed. What the callback then returns or throws
 * is not sent.
 *
 * <p>A callback that blocks need not look: the thread that runs it is interrupted. Thread-safe.
 */
public interface CancellationSignal {

    /**
     * Whether the answer is not wanted any more.
     *
     * @return true from the cancellation on
     */
    boolean isCancelled();

    /**
     * Runs something when the answer is not wanted any more, once; at once if that is so already. It runs on a thread of
     * the session, or on the calling one if it is too late; what it throws is logged.
     *
     * @param action for example {@code dialog::close}; should be short
     */
    void onCancel(Runnable action);

    /**
     * Ends the callback if its answer is not wanted any more.
     *
     * @throws CancellationException if cancelled
     */
    default void throwIfCancelled() {
        if (isCancelled()) {
            throw new CancellationException("The agent has taken the request back, or the session is closed.");
        }
    }
}
