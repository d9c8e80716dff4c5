package dev.agentsdk.history.internal;

import dev.agentsdk.history.SessionKey;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The transcripts that the agent of one session may add to in a store.
 *
 * <p>The path of a transcript comes from the agent, which may be hostile; the store is shared with other sessions. So a
 * frame counts only if its project is that of the session, and its session id is one that the options named, or one that
 * the agent announced. The agent can announce any id: an announced id counts only while the store has nothing of that
 * session, neither a transcript nor one of a subagent, unless the options left the choice of an existing session to the
 * agent.
 *
 * <p>Ids are compared in lower case, and the keys of new sessions are in lower case.
 *
 * <p>Used by one thread at a time.
 */
public final class MirrorScope {

    /** Each {@code /clear} makes a new id. Of more ids the oldest is forgotten. */
    private static final int MAX_ANNOUNCED = 1_000;

    /** What is known of an id that the agent announced. */
    private enum Announced {
        UNCHECKED,
        OWN,
        FOREIGN
    }

    /** What may be done with a frame. */
    enum Verdict {
        /** It belongs to a session that the options named, or whose id was checked. */
        OWN,
        /** The agent announced the id; the store must be asked whether it has that session. */
        UNCHECKED,
        /** The id may still be announced. */
        UNKNOWN,
        FOREIGN
    }

    private final String projectKey;

    /** The ids that the options name, as they are named there, by their normal form. */
    private final Map<String, String> opened = new HashMap<>();

    /** By the normal form of the id. */
    private final Map<String, Announced> announced = new LinkedHashMap<>();

    /** Whether the next id that is announced may be one that the store has. */
    private boolean agentChooses;

    /**
     * Makes a scope.
     *
     * @param projectKey the project of the session
     * @param opened the ids that the options name
     * @param agentChooses whether the options leave it to the agent which existing session it resumes, as
     *     {@code --continue} does: then the first id that it announces counts
     */
    public MirrorScope(String projectKey, Set<String> opened, boolean agentChooses) {
        this.projectKey = projectKey;
        opened.forEach(id -> this.opened.put(SessionIds.normal(id), id));
        this.agentChooses = agentChooses;
    }

    /** The agent has named the session that it works in. What is no UUID is ignored. */
    void announce(String sessionId) {
        String id = SessionIds.normal(sessionId);
        if (opened.containsKey(id) || announced.containsKey(id) || !SessionIds.isUuid(sessionId)) {
            return;
        }
        if (agentChooses) {
            // Also a session that the store has under an id in upper case.
            opened.put(id, sessionId);
            agentChooses = false;
            return;
        }
        announced.put(id, Announced.UNCHECKED);
        if (announced.size() > MAX_ANNOUNCED) {
            announced.remove(announced.keySet().iterator().next());
        }
    }

    /**
     * The key with the project of this session. Versions of the CLI cut long names at the same place but hash the path in
     * different ways; such a name becomes that of the session, so that no other project can be meant.
     *
     * @return empty if the key is of another project
     */
    Optional<SessionKey> ofThisProject(SessionKey key) {
        if (key.projectKey().equals(projectKey)) {
            return Optional.of(key);
        }
        String prefix = ProjectNames.prefixOfLong(projectKey);
        return prefix.isEmpty() || !key.projectKey().startsWith(prefix)
                ? Optional.empty()
                : Optional.of(new SessionKey(projectKey, key.sessionId(), key.subpath()));
    }

    /** The key with the session id in the form in which the store has it or is to get it. */
    SessionKey stored(SessionKey key) {
        String id = SessionIds.normal(key.sessionId());
        return new SessionKey(key.projectKey(), opened.getOrDefault(id, id), key.subpath());
    }

    Verdict of(String sessionId) {
        String id = SessionIds.normal(sessionId);
        if (opened.containsKey(id)) {
            return Verdict.OWN;
        }
        Announced state = announced.get(id);
        if (state == null) {
            return SessionIds.isUuid(sessionId) ? Verdict.UNKNOWN : Verdict.FOREIGN;
        }
        return switch (state) {
            case UNCHECKED -> Verdict.UNCHECKED;
            case OWN -> Verdict.OWN;
            case FOREIGN -> Verdict.FOREIGN;
        };
    }

    /**
     * The store was asked about an announced id.
     *
     * @param sessionId the id
     * @param stored whether the store had an entry of it before this session added to it
     */
    void checked(String sessionId, boolean stored) {
        announced.replace(SessionIds.normal(sessionId), stored ? Announced.FOREIGN : Announced.OWN);
    }
}
