package dev.agentsdk.history.internal;

import dev.agentsdk.history.SessionInfo;
import dev.agentsdk.history.SessionKey;
import dev.agentsdk.history.SessionStore;
import dev.agentsdk.history.SessionStoreException;
import dev.agentsdk.history.SessionSummary;
import dev.agentsdk.history.StoredSession;
import dev.agentsdk.json.RawJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A list of the sessions in a store: from its summaries, and by loading the sessions whose summary is missing or older
 * than the session. Only those that are in the page are loaded.
 */
final class StoreListing {

    private final SessionStore store;
    private final String projectKey;

    StoreListing(SessionStore store, String projectKey) {
        this.store = store;
        this.projectKey = projectKey;
    }

    /** A session, with its place in the list, whether or not it is known what to show of it. */
    private record Candidate(
            String sessionId,
            Instant lastModified,
            @Nullable SessionInfo info) {}

    List<SessionInfo> page(int offset, int limit) {
        List<Candidate> candidates = candidates();
        candidates.sort(Comparator.comparing(Candidate::lastModified).reversed().thenComparing(Candidate::sessionId));
        List<Candidate> page = candidates.stream().skip(offset).limit(limit).toList();
        return Parallel.map(page, this::info).stream().flatMap(Optional::stream).toList();
    }

    private List<Candidate> candidates() {
        Optional<List<SessionSummary>> summaries =
                ifSupported("listSummaries", projectKey, () -> store.listSummaries(projectKey));
        Optional<List<StoredSession>> listed =
                ifSupported("listSessions", projectKey, () -> store.listSessions(projectKey));
        if (summaries.isEmpty() && listed.isEmpty()) {
            throw new SessionStoreException(
                    "The session store cannot list sessions: it implements neither listSessions nor listSummaries.",
                    null);
        }
        Map<String, SessionSummary> byId = new HashMap<>();
        summaries.orElse(List.of()).forEach(summary -> byId.put(summary.sessionId(), summary));
        List<StoredSession> sessions = listed.orElseGet(() -> byId.values().stream()
                .map(summary -> new StoredSession(summary.sessionId(), summary.lastModified()))
                .toList());
        List<Candidate> candidates = new ArrayList<>();
        for (StoredSession session : sessions) {
            if (!SessionIds.isUuid(session.sessionId())) {
                continue;
            }
            SessionSummary summary = byId.get(session.sessionId());
            if (summary != null
                    && !summary.lastModified().isBefore(session.lastModified())
                    && SummaryData.isReadable(summary.data())) {
                info(SummaryData.read(summary.data()), projectKey, session.sessionId(), session.lastModified())
                        .ifPresent(info ->
                                candidates.add(new Candidate(session.sessionId(), session.lastModified(), info)));
            } else {
                candidates.add(new Candidate(session.sessionId(), session.lastModified(), null));
            }
        }
        return candidates;
    }

    private Optional<SessionInfo> info(Candidate candidate) {
        if (candidate.info() != null) {
            return Optional.of(candidate.info());
        }
        SessionKey key = SessionKey.of(projectKey, candidate.sessionId());
        return StoreCalls.directly("load", key, () -> store.load(key))
                .flatMap(entries ->
                        info(projectKey, candidate.sessionId(), entries, Optional.of(candidate.lastModified())));
    }

    /**
     * What a list shows of a session.
     *
     * @param lastModified by the store; without it the time of the newest entry is taken
     */
    static Optional<SessionInfo> info(
            String projectKey, String sessionId, List<RawJson> entries, Optional<Instant> lastModified) {
        SessionDigest digest = new SessionDigest();
        Instant newest = Instant.EPOCH;
        for (RawJson entry : entries) {
            EntryFacts facts = EntryFacts.of(entry.utf8());
            if (facts != null) {
                digest.add(facts);
                Instant time = facts.instant();
                newest = time != null && time.isAfter(newest) ? time : newest;
            }
        }
        return info(digest, projectKey, sessionId, lastModified.orElse(newest));
    }

    private static Optional<SessionInfo> info(
            SessionDigest digest, String projectKey, String sessionId, Instant lastModified) {
        SessionScan.Found found = new SessionScan.Found(digest, digest, true);
        return SessionDigest.info(
                found, sessionId, projectKey, lastModified, OptionalLong.empty(), null, Sidecars.NONE);
    }

    /** What an optional method of a store returns; empty if the store does not have it. */
    static <T> Optional<T> ifSupported(String method, Object subject, Callable<T> call) {
        try {
            return Optional.of(StoreCalls.directly(method, subject, call));
        } catch (SessionStoreException e) {
            if (StoreCalls.isMissing(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
