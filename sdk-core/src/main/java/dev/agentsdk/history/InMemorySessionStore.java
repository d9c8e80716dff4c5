package dev.agentsdk.history;

import dev.agentsdk.json.RawJson;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A store that keeps everything in memory, with all optional methods: for tests, and as an example to begin with. It
 * leaves out entries whose {@code uuid} it has, and its times never repeat. Thread-safe.
 */
public final class InMemorySessionStore implements SessionStore {

    private static final class Stored {
        final List<RawJson> entries = new ArrayList<>();
        final Set<String> uuids = new HashSet<>();
        Instant lastModified = Instant.EPOCH;
        Optional<SessionSummary> summary = Optional.empty();
    }

    private final Map<SessionKey, Stored> transcripts = new LinkedHashMap<>();
    private Instant lastTime = Instant.EPOCH;

    /** Makes an empty store. */
    public InMemorySessionStore() {}

    @Override
    public synchronized void append(SessionKey key, List<RawJson> entries) {
        if (entries.isEmpty()) {
            return;
        }
        // Before anything is changed: an entry that is no JSON fails the call, which must not leave half of it behind.
        List<Optional<String>> uuids =
                entries.stream().map(SessionStore::uuidOf).toList();
        Stored stored = transcripts.computeIfAbsent(key, k -> new Stored());
        List<RawJson> added = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            if (uuids.get(i).map(stored.uuids::add).orElse(true)) {
                added.add(entries.get(i));
            }
        }
        stored.entries.addAll(added);
        stored.lastModified = now();
        if (key.subpath().isEmpty()) {
            stored.summary = Optional.of(SessionSummary.fold(stored.summary, key, added, stored.lastModified));
        }
    }

    /** In milliseconds, as other stores count, but never the same twice: the order of sessions is to be definite. */
    private Instant now() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        lastTime = now.isAfter(lastTime) ? now : lastTime.plusMillis(1);
        return lastTime;
    }

    @Override
    public synchronized Optional<List<RawJson>> load(SessionKey key) {
        return Optional.ofNullable(transcripts.get(key)).map(stored -> List.copyOf(stored.entries));
    }

    @Override
    public synchronized List<StoredSession> listSessions(String projectKey) {
        List<StoredSession> sessions = new ArrayList<>();
        transcripts.forEach((key, stored) -> {
            if (key.projectKey().equals(projectKey) && key.subpath().isEmpty()) {
                sessions.add(new StoredSession(key.sessionId(), stored.lastModified));
            }
        });
        return sessions;
    }

    @Override
    public synchronized List<SessionSummary> listSummaries(String projectKey) {
        List<SessionSummary> summaries = new ArrayList<>();
        transcripts.forEach((key, stored) -> {
            if (key.projectKey().equals(projectKey)) {
                stored.summary.ifPresent(summaries::add);
            }
        });
        return summaries;
    }

    @Override
    public synchronized void delete(SessionKey key) {
        if (key.subpath().isPresent()) {
            transcripts.remove(key);
        } else {
            transcripts.keySet().removeIf(stored -> stored.main().equals(key));
        }
    }

    @Override
    public synchronized List<String> listSubpaths(SessionKey session) {
        SessionKey main = session.main();
        List<String> subpaths = new ArrayList<>();
        for (SessionKey key : transcripts.keySet()) {
            if (key.main().equals(main)) {
                key.subpath().ifPresent(subpaths::add);
            }
        }
        return subpaths;
    }

    /**
     * How many sessions are kept; what only has a subpath is none.
     *
     * @return the number of sessions, of all projects
     */
    public synchronized int size() {
        return (int) transcripts.keySet().stream()
                .filter(key -> key.subpath().isEmpty())
                .count();
    }

    /** Forgets everything. */
    public synchronized void clear() {
        transcripts.clear();
    }
}
