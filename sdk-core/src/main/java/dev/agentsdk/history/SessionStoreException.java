package dev.agentsdk.history;

import org.jspecify.annotations.Nullable;

/** A {@link SessionStore} failed, did not answer in time, or cannot do what was asked. The cause is what it threw. */
public final class SessionStoreException extends HistoryException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what failed
     * @param cause what the store threw; null if it did not answer in time
     */
    public SessionStoreException(String message, @Nullable Throwable cause) {
        super(message, null, cause);
    }
}
