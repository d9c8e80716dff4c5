package dev.agentsdk.history.internal;

import dev.agentsdk.history.CopyResult;
import dev.agentsdk.history.ForkOptions;
import dev.agentsdk.history.SessionHistory;
import dev.agentsdk.history.SessionInfo;
import dev.agentsdk.history.SessionKey;
import dev.agentsdk.history.SessionNotFoundException;
import dev.agentsdk.history.SessionStore;
import dev.agentsdk.history.SessionStoreException;
import dev.agentsdk.history.StoredSession;
import dev.agentsdk.history.Subagent;
import dev.agentsdk.history.Transcript;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Json;
import dev.agentsdk.json.internal.JsonCopy;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sessions of a project in a store. */
public final class StoreHistory implements SessionHistory {

    private static final Logger log = LoggerFactory.getLogger(StoreHistory.class);

    /** What a list of subagents may keep: a quarter of what a transcript on disk may take by default. */
    private static final long MAX_SUBAGENT_BYTES = 64L * 1024 * 1024;

    private final SessionStore store;
    private final String projectKey;

    /**
     * Makes a history. The store is not called before something is asked for.
     *
     * @param store the store
     * @param projectKey the project
     */
    public StoreHistory(SessionStore store, String projectKey) {
        this.store = new CheckedStore(store);
        // Checks the project's key, too.
        this.projectKey = SessionKey.of(projectKey, "check").projectKey();
    }

    private SessionKey key(String sessionId) {
        return SessionKey.of(projectKey, SessionIds.requireSession(sessionId));
    }

    private Optional<List<RawJson>> load(SessionKey key) {
        return StoreCalls.directly("load", key, () -> store.load(key));
    }

    private SessionNotFoundException notFound(SessionKey key) {
        return new SessionNotFoundException(
                key.sessionId(),
                "There is no session " + key.sessionId() + " of the project " + projectKey + " in the store.");
    }

    @Override
    public List<SessionInfo> list(int offset, int limit) {
        Paging.check(offset, limit);
        return new StoreListing(store, projectKey).page(offset, limit);
    }

    @Override
    public Optional<SessionInfo> info(String sessionId) {
        SessionKey key = key(sessionId);
        return load(key).flatMap(entries -> StoreListing.info(projectKey, sessionId, entries, lastModified(sessionId)));
    }

    /** By the store's list of sessions; empty if it has none. */
    private Optional<Instant> lastModified(String sessionId) {
        return sessions().orElse(List.of()).stream()
                .filter(session -> session.sessionId().equals(sessionId))
                .map(StoredSession::lastModified)
                .findFirst();
    }

    private Optional<List<StoredSession>> sessions() {
        return StoreListing.ifSupported("listSessions", projectKey, () -> store.listSessions(projectKey));
    }

    @Override
    public Transcript transcript(String sessionId) {
        SessionKey key = key(sessionId);
        List<RawJson> entries = load(key).orElseThrow(() -> notFound(key));
        return transcript(new TranscriptBuilder(sessionId, null, null, Long.MAX_VALUE, null), entries);
    }

    private static Transcript transcript(TranscriptBuilder transcript, List<RawJson> entries) {
        for (RawJson entry : entries) {
            transcript.line(entry.utf8(), true);
        }
        return transcript.build();
    }

    @Override
    public List<Subagent> subagents(String sessionId) {
        CallBudget kept = new CallBudget(
                "The list of the subagents of session " + sessionId,
                MAX_SUBAGENT_BYTES,
                "Read them one by one with subagentTranscript.");
        // Their transcripts are not kept: together they may be of any size.
        List<Subagent> all =
                Parallel.map(new ArrayList<>(subagentKeys(key(sessionId)).values()), key -> {
                    Subagent subagent = subagent(key).subagent();
                    kept.take(TranscriptBuilder.ENTRY_BYTES, null);
                    subagent.metadata().ifPresent(metadata -> SubagentFiles.charge(metadata, kept, null));
                    return subagent;
                });
        Set<String> seen = new HashSet<>();
        List<Subagent> subagents = new ArrayList<>();
        for (Subagent subagent : all) {
            if (seen.add(subagent.agentId())) {
                subagents.add(subagent);
            }
        }
        return subagents;
    }

    private record SubagentEntries(Subagent subagent, List<RawJson> entries) {}

    private SubagentEntries subagent(SessionKey key) {
        String agentId =
                Objects.requireNonNull(SubagentFiles.agentIdOf(key.subpath().orElseThrow()));
        Optional<RawJson> metadata = Optional.empty();
        List<RawJson> transcript = new ArrayList<>();
        for (RawJson entry : load(key).orElse(List.of())) {
            EntryFacts facts = EntryFacts.of(entry.utf8());
            if (facts != null && "agent_metadata".equals(facts.type)) {
                // The last one counts.
                metadata = Optional.of(withoutType(entry));
            } else {
                transcript.add(entry);
            }
        }
        return new SubagentEntries(SubagentFiles.subagent(agentId, metadata), transcript);
    }

    /** As the file on disk has it, where nothing says what it is but its name. An entry that is a JSON object. */
    static RawJson withoutType(RawJson metadata) {
        byte[] json = Objects.requireNonNull(EntryFacts.wellFormed(metadata.utf8()), "not a JSON object");
        try {
            byte[] without = JsonCopy.wellFormed(json, (name, in, out) -> {
                if (name.equals("type")) {
                    in.skipChildren();
                }
                return name.equals("type");
            });
            return RawJson.wrap(without, 0, without.length);
        } catch (IOException e) {
            throw new IllegalStateException("An entry that was read once is no JSON.", e);
        }
    }

    /** The keys of the subagents by their subpaths. */
    private Map<String, SessionKey> subagentKeys(SessionKey session) {
        List<String> subpaths = new ArrayList<>();
        for (String subpath : StoreCalls.directly("listSubpaths", session, () -> store.listSubpaths(session))) {
            if (SubagentFiles.agentIdOf(subpath) != null) {
                subpaths.add(subpath);
            }
        }
        Map<String, SessionKey> keys = new TreeMap<>(safeKeys(session, subpaths));
        if (keys.isEmpty()) {
            requireExists(session);
        }
        return keys;
    }

    /** The keys by their subpaths, in order. What a store lists is not trusted to be a safe name. */
    static Map<String, SessionKey> safeKeys(SessionKey session, Collection<String> subpaths) {
        Map<String, SessionKey> keys = new LinkedHashMap<>();
        int unsafe = 0;
        for (String subpath : subpaths) {
            try {
                keys.put(subpath, session.at(subpath));
            } catch (IllegalArgumentException e) {
                unsafe++;
            }
        }
        if (unsafe > 0) {
            log.warn(
                    "{} subpaths of session {} in the store are left out: they are not safe names",
                    unsafe,
                    session.sessionId());
        }
        return keys;
    }

    private void requireExists(SessionKey key) {
        boolean exists = sessions()
                .map(all -> all.stream().anyMatch(session -> session.sessionId().equals(key.sessionId())))
                .orElseGet(() -> load(key).isPresent());
        if (!exists) {
            throw notFound(key);
        }
    }

    @Override
    public Transcript subagentTranscript(String sessionId, String agentId) {
        SessionKey session = key(sessionId);
        for (Map.Entry<String, SessionKey> entry : subagentKeys(session).entrySet()) {
            if (agentId.equals(SubagentFiles.agentIdOf(entry.getKey()))) {
                SubagentEntries found = subagent(entry.getValue());
                String toolUseId = found.subagent().toolUseId().orElse(null);
                return transcript(
                        new TranscriptBuilder(sessionId, agentId, toolUseId, Long.MAX_VALUE, null), found.entries());
            }
        }
        throw new SessionNotFoundException(
                sessionId, "Session " + sessionId + " has no subagent " + SessionIds.shown(agentId) + " in the store.");
    }

    @Override
    public void rename(String sessionId, String title) {
        append(key(sessionId), Lines.title(sessionId, title));
    }

    @Override
    public void tag(String sessionId, String tag) {
        append(key(sessionId), Lines.tag(sessionId, tag));
    }

    @Override
    public void untag(String sessionId) {
        append(key(sessionId), Lines.noTag(sessionId));
    }

    @Override
    public void archive(String sessionId) {
        throw notInAStore();
    }

    @Override
    public void unarchive(String sessionId) {
        throw notInAStore();
    }

    private static UnsupportedOperationException notInAStore() {
        return new UnsupportedOperationException(
                "The mark of an archived session is kept in a file beside its transcript"
                        + " on disk, which a store does not hold. Use tag() to mark a session in a store.");
    }

    private void append(SessionKey key, Map<String, Object> line) {
        requireExists(key);
        List<RawJson> entry = List.of(Json.raw(Lines.forStore(line)));
        StoreCalls.directly("append", key, () -> {
            store.append(key, entry);
            return key;
        });
    }

    @Override
    public void delete(String sessionId) {
        delete(key(sessionId));
    }

    private void delete(SessionKey key) {
        StoreCalls.directly("delete", key, () -> {
            store.delete(key);
            return key;
        });
    }

    @Override
    public String fork(String sessionId, ForkOptions options) {
        Fork.Result fork = Fork.of(transcript(sessionId), options);
        try {
            new StoreCopy(store, projectKey, fork.sessionId()).transcript(null, sink -> {
                for (byte[] line : fork.lines()) {
                    sink.line(line, true);
                }
            });
        } catch (RuntimeException e) {
            // Half a fork is not to be found by anybody.
            try {
                delete(key(fork.sessionId()));
            } catch (SessionStoreException undeleted) {
                e.addSuppressed(undeleted);
            }
            throw e;
        }
        return fork.sessionId();
    }

    @Override
    public CopyResult copyTo(String sessionId, SessionStore target) {
        SessionKey key = key(sessionId);
        List<RawJson> entries = load(key).orElseThrow(() -> notFound(key));
        StoreCopy copy = new StoreCopy(target, projectKey, sessionId);
        copy.transcript(null, sink -> give(sink, entries));
        Optional<List<String>> subpaths = StoreListing.ifSupported("listSubpaths", key, () -> store.listSubpaths(key));
        safeKeys(key, subpaths.orElse(List.of()))
                .forEach((subpath, belowKey) ->
                        load(belowKey).ifPresent(below -> copy.transcript(subpath, sink -> give(sink, below))));
        return copy.result();
    }

    private static void give(TranscriptLines.Sink sink, List<RawJson> entries) {
        for (RawJson entry : entries) {
            sink.line(entry.utf8(), true);
        }
    }
}
