package dev.agentsdk.history;

import dev.agentsdk.json.internal.Printable;
import java.time.Instant;
import java.util.Objects;

/**
 * A session that a {@link SessionStore} lists.
 *
 * @param sessionId the session
 * @param lastModified when it was last added to, by the clock of the store
 */
public record StoredSession(String sessionId, Instant lastModified) {
    public StoredSession {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(lastModified, "lastModified");
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
