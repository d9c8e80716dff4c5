package dev.agentsdk.history;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import java.util.List;
import java.util.Optional;

/**
 * A place of yours that keeps copies of sessions: a database, a bucket. With one in the options of a session, everything
 * that the agent writes to its transcripts also comes here, and an agent on another machine can go on with it.
 *
 * <p>Implement {@link #append} and {@link #load}; the other methods are optional and throw
 * {@link UnsupportedOperationException} unless overridden. What each must do is checked by the suite
 * {@code dev.agentsdk.testing.SessionStoreContract}; run it against your store.
 *
 * <p>Thread rules: a session calls from threads of the SDK, one call at a time; several sessions call at once. Methods may
 * wait. One that takes longer than {@link SessionStoreSettings} allow is interrupted and its outcome ignored.
 * {@link SessionHistory} calls from the thread of its caller, except that it loads up to 16 sessions of a list at once.
 * Whatever is thrown counts as a failure; an {@link #append} is tried again.
 */
public interface SessionStore {

    /**
     * Adds entries to a transcript, in order, behind those that it has.
     *
     * <p>An entry that has a {@code uuid} (see {@link #uuidOf}) which the transcript already has should be left out: after
     * a failure the same entries come again, though a part of them may have been kept.
     *
     * @param key the transcript
     * @param entries JSON objects; nothing is to be changed in them but the order of fields and white space. An empty
     *     list changes nothing
     * @throws Exception if they could not be kept
     */
    void append(SessionKey key, List<RawJson> entries) throws Exception;

    /**
     * Gives back a transcript.
     *
     * @param key the transcript
     * @return all entries in the order in which they were added; empty if there never were any, or they were deleted
     * @throws Exception if the store failed
     */
    Optional<List<RawJson>> load(SessionKey key) throws Exception;

    /**
     * Lists the sessions of a project; what only has a subpath is none. Optional; without it the latest session cannot be
     * gone on with, and there are no lists.
     *
     * @param projectKey the project
     * @return the sessions in any order; none for an unknown project
     * @throws Exception if the store failed
     */
    default List<StoredSession> listSessions(String projectKey) throws Exception {
        throw new UnsupportedOperationException("listSessions");
    }

    /**
     * Gives the summaries of the sessions of a project, which the store keeps up to date with
     * {@link SessionSummary#fold} in {@link #append}. Optional; without it lists load whole sessions.
     *
     * @param projectKey the project
     * @return the summaries in any order; none for an unknown project
     * @throws Exception if the store failed
     */
    default List<SessionSummary> listSummaries(String projectKey) throws Exception {
        throw new UnsupportedOperationException("listSummaries");
    }

    /**
     * Deletes a transcript; that of a session with everything below it. Deleting what is not there is not an error. Optional;
     * without it sessions cannot be deleted.
     *
     * @param key the transcript
     * @throws Exception if the store failed
     */
    default void delete(SessionKey key) throws Exception {
        throw new UnsupportedOperationException("delete");
    }

    /**
     * Lists what is kept of a session beside its own transcript. Optional; without it subagents are not found.
     *
     * @param session the key of the session, without subpath
     * @return the subpaths in any order
     * @throws Exception if the store failed
     */
    default List<String> listSubpaths(SessionKey session) throws Exception {
        throw new UnsupportedOperationException("listSubpaths");
    }

    /**
     * The id by which an entry that comes twice is known.
     *
     * @param entry an entry
     * @return its {@code uuid}; entries such as queue operations have none, nor has what is no JSON object. Takes no memory
     *     for the rest of the entry, whatever that holds
     */
    static Optional<String> uuidOf(RawJson entry) {
        return ShallowObject.stringOf(entry, "uuid");
    }
}
