package dev.agentsdk.history;

import dev.agentsdk.history.internal.SummaryData;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a {@link SessionStore} keeps beside a session so that lists need not load it.
 *
 * @param sessionId the session
 * @param lastModified when the session was last added to, by the same clock as {@link StoredSession#lastModified()}
 * @param data a JSON object that stores keep as it is and do not look into; the fields are those of the official Python
 *     SDK
 */
public record SessionSummary(String sessionId, Instant lastModified, RawJson data) {

    public SessionSummary {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(lastModified, "lastModified");
        Objects.requireNonNull(data, "data");
    }

    /**
     * Takes new entries of a session into its summary. For use in {@link SessionStore#append}, for keys without subpath.
     * Earlier entries are not needed.
     *
     * @param previous the summary so far; empty before the first entries
     * @param key the session
     * @param entries the new entries, in order
     * @param now the time by the store's clock
     * @return the new summary
     * @throws IllegalArgumentException if the key has a subpath
     */
    public static SessionSummary fold(
            Optional<SessionSummary> previous, SessionKey key, List<RawJson> entries, Instant now) {
        if (key.subpath().isPresent()) {
            throw new IllegalArgumentException("Only a session's own transcript has a summary, not " + key + ".");
        }
        return new SessionSummary(key.sessionId(), now, SummaryData.fold(previous.map(SessionSummary::data), entries));
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
