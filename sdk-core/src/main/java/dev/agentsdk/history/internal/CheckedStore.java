package dev.agentsdk.history.internal;

import dev.agentsdk.history.SessionKey;
import dev.agentsdk.history.SessionStore;
import dev.agentsdk.history.SessionSummary;
import dev.agentsdk.history.StoredSession;
import dev.agentsdk.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A store whose answers are copied within the call: a list that loads its elements late, has no end or holds null fails as
 * the call does, within its timeout, and changes no more.
 */
final class CheckedStore implements SessionStore {

    /** The largest transcript that is taken. Each entry counts {@link TranscriptBuilder#ENTRY_BYTES} more than its bytes. */
    static final long MAX_TRANSCRIPT_BYTES = 1L << 30;

    /** The most sessions, summaries or subpaths of one list. */
    static final int MAX_LISTED = 1_000_000;

    private final SessionStore store;

    CheckedStore(SessionStore store) {
        this.store = Objects.requireNonNull(store, "store");
    }

    @Override
    public void append(SessionKey key, List<RawJson> entries) throws Exception {
        store.append(key, entries);
    }

    @Override
    public Optional<List<RawJson>> load(SessionKey key) throws Exception {
        Optional<List<RawJson>> loaded = Objects.requireNonNull(store.load(key), "load returned null");
        if (loaded.isEmpty()) {
            return Optional.empty();
        }
        List<RawJson> entries = new ArrayList<>();
        long bytes = 0;
        for (RawJson entry : loaded.get()) {
            bytes += Objects.requireNonNull(entry, "load returned a null entry").size() + TranscriptBuilder.ENTRY_BYTES;
            if (bytes > MAX_TRANSCRIPT_BYTES) {
                throw new IllegalStateException("load returned a transcript that takes more than "
                        + MAX_TRANSCRIPT_BYTES + " bytes; each entry counts " + TranscriptBuilder.ENTRY_BYTES
                        + " bytes more than its JSON.");
            }
            entries.add(entry);
        }
        return Optional.of(entries);
    }

    @Override
    public List<StoredSession> listSessions(String projectKey) throws Exception {
        return copy(store.listSessions(projectKey), "listSessions");
    }

    @Override
    public List<SessionSummary> listSummaries(String projectKey) throws Exception {
        return copy(store.listSummaries(projectKey), "listSummaries");
    }

    @Override
    public void delete(SessionKey key) throws Exception {
        store.delete(key);
    }

    @Override
    public List<String> listSubpaths(SessionKey session) throws Exception {
        return copy(store.listSubpaths(session), "listSubpaths");
    }

    private static <T> List<T> copy(List<T> listed, String method) {
        List<T> copy = new ArrayList<>();
        for (T one : Objects.requireNonNull(listed, () -> method + " returned null")) {
            if (copy.size() == MAX_LISTED) {
                throw new IllegalStateException(method + " returned more than " + MAX_LISTED + " elements.");
            }
            copy.add(Objects.requireNonNull(one, () -> method + " returned a null element"));
        }
        return copy;
    }
}
