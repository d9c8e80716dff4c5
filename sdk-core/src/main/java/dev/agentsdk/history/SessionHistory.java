package dev.agentsdk.history;

import dev.agentsdk.history.internal.DiskHistory;
import dev.agentsdk.history.internal.StoreHistory;
import dev.agentsdk.message.Message;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The sessions that were kept, on disk by a CLI or in a {@link SessionStore}.
 *
 * <pre>{@code
 * SessionHistory history = SessionHistory.onDisk(HistoryLocation.standard().project(Path.of("/srv/shop")));
 * for (SessionInfo session : history.list(0, 20)) {
 *     System.out.println(session.lastModified() + " " + session.summary());
 * }
 * List<Message> messages = history.messages(sessionId);
 * }</pre>
 *
 * <p>On disk, every method reads the files anew, works on the calling thread, and takes no lock: a CLI may write the same
 * session meanwhile. What is added to a session is added in one write at its end, so that nothing of either is lost;
 * a new session appears under its name only when it is complete. Nothing outside of the projects directory is read or
 * written: a transcript that is a symbolic link counts as absent, and so does a project's directory that is a link out of
 * it. Lines that are not JSON objects are skipped and counted; see {@link Transcript}.
 *
 * <p>In a store, methods wait for the store as long as it takes.
 *
 * <p>Every method throws {@link IllegalArgumentException} for a session id that is no UUID, {@link HistoryException} if
 * files cannot be used, {@link SessionStoreException} if a store fails, and
 * {@link dev.agentsdk.errors.AgentInterruptedException} if the thread is interrupted. Immutable and thread-safe. Implement it
 * for tests only: methods may be added.
 */
public interface SessionHistory {

    /**
     * The sessions of all projects of the CLI on this machine.
     *
     * @return the history at {@link HistoryLocation#standard()}
     */
    static SessionHistory onDisk() {
        return onDisk(HistoryLocation.standard());
    }

    /**
     * The sessions at a place on disk.
     *
     * @param location where, and of which project; need not exist
     * @return the history there
     */
    static SessionHistory onDisk(HistoryLocation location) {
        return new DiskHistory(location);
    }

    /**
     * The sessions of a project in a store.
     *
     * @param store the store
     * @param project the directory in which the agent was run
     * @return the history there
     */
    static SessionHistory inStore(SessionStore store, Path project) {
        return inStore(store, ProjectKeys.of(project));
    }

    /**
     * The sessions of a project in a store.
     *
     * @param store the store
     * @param projectKey the key of the project; see {@link ProjectKeys}
     * @return the history there
     */
    static SessionHistory inStore(SessionStore store, String projectKey) {
        return new StoreHistory(store, projectKey);
    }

    /**
     * All sessions; see {@link #list(int, int)}.
     *
     * @return the sessions, the newest first
     */
    default List<SessionInfo> list() {
        return list(0, Integer.MAX_VALUE);
    }

    /**
     * Some of the sessions, the newest first. Left out are those of subagents and those that have nothing to show. A
     * session that lies in several directories is listed once, at its newest.
     *
     * <p>On disk only as many files are read as are needed: the first and the last 64 KiB of each, and what lies between
     * for titles, tags and prompts, up to 256 MiB of all files in one call, the newest first, of which up to 1,000,000 lines
     * are parsed. Of a file for which that is not enough, the beginning and the end count. Files that cannot be read are
     * left out, with a warning in the log. In a store without summaries the sessions of the page are loaded, and a page can
     * be shorter than {@code limit} because of what is left out.
     *
     * <p>A session belongs to a subagent if its first message does. Archived sessions are listed; see
     * {@link SessionInfo#archived()}.
     *
     * @param offset how many sessions to pass over
     * @param limit how many to return at the most
     * @return the sessions; empty if nothing was ever kept
     * @throws IllegalArgumentException if {@code offset} is negative or {@code limit} is not positive
     */
    List<SessionInfo> list(int offset, int limit);

    /**
     * What a list would show of one session.
     *
     * @param sessionId the session
     * @return empty if there is no such session, or a list would leave it out
     */
    Optional<SessionInfo> info(String sessionId);

    /**
     * All that was kept of a session.
     *
     * @param sessionId the session
     * @return its transcript
     * @throws SessionNotFoundException if there is no such session
     */
    Transcript transcript(String sessionId);

    /**
     * The conversation of a session; see {@link Transcript#messages()}.
     *
     * @param sessionId the session
     * @return its messages, in order
     * @throws SessionNotFoundException if there is no such session
     */
    default List<Message> messages(String sessionId) {
        return transcript(sessionId).messages();
    }

    /**
     * The subagents that worked in a session.
     *
     * @param sessionId the session
     * @return the subagents, in the order of their names
     * @throws SessionNotFoundException if there is no such session
     */
    List<Subagent> subagents(String sessionId);

    /**
     * All that was kept of a subagent.
     *
     * @param sessionId the session
     * @param agentId the subagent
     * @return its transcript; messages have the tool call that began it
     * @throws SessionNotFoundException if there is no such session or subagent
     */
    Transcript subagentTranscript(String sessionId, String agentId);

    /**
     * The conversation of a subagent; see {@link Transcript#messages()}.
     *
     * @param sessionId the session
     * @param agentId the subagent
     * @return its messages, in order
     * @throws SessionNotFoundException if there is no such session or subagent
     */
    default List<Message> subagentMessages(String sessionId, String agentId) {
        return subagentTranscript(sessionId, agentId).messages();
    }

    /**
     * Gives a session a title. The newest title counts.
     *
     * @param sessionId the session
     * @param title the title; blanks around it are dropped
     * @throws SessionNotFoundException if there is no such session
     * @throws IllegalArgumentException if the title is blank, or so long that lists would not find it (30,000 bytes)
     */
    void rename(String sessionId, String title);

    /**
     * Gives a session a tag in place of the one it has.
     *
     * @param sessionId the session
     * @param tag the tag; compatibility forms are normalized (NFKC), and invisible, private and unassigned characters are
     *     dropped, as are blanks around it
     * @throws SessionNotFoundException if there is no such session
     * @throws IllegalArgumentException if nothing is left of the tag, or it is too long (30,000 bytes)
     */
    void tag(String sessionId, String tag);

    /**
     * Takes a session's tag away.
     *
     * @param sessionId the session
     * @throws SessionNotFoundException if there is no such session
     */
    void untag(String sessionId);

    /**
     * Archives a session, as the CLI does it: with a mark in the file {@code <session id>/archived.json} beside the
     * transcript, which is not changed. Lists still have it, with {@link SessionInfo#archived()}. A prompt that is sent in
     * the session later, or {@link #unarchive}, takes the mark's effect away. A session that lies in several directories
     * is archived in all of them.
     *
     * @param sessionId the session
     * @throws SessionNotFoundException if there is no such session
     * @throws UnsupportedOperationException in a store, which does not hold the mark
     */
    void archive(String sessionId);

    /**
     * Takes a session out of the archive. Nothing happens to one that is not in it but that the mark is written.
     *
     * @param sessionId the session
     * @throws SessionNotFoundException if there is no such session
     * @throws UnsupportedOperationException in a store, which does not hold the mark
     */
    void unarchive(String sessionId);

    /**
     * Deletes a session and all its subagents, for good. On disk the transcript goes last: if the rest cannot be deleted,
     * the session is still there and can be deleted again.
     *
     * @param sessionId the session
     * @throws SessionNotFoundException if there is no such session; a store is not asked whether there is
     */
    void delete(String sessionId);

    /**
     * Copies a whole session into a new one; see {@link #fork(String, ForkOptions)}.
     *
     * @param sessionId the session
     * @return the id of the new one
     * @throws SessionNotFoundException if there is no such session
     */
    default String fork(String sessionId) {
        return fork(sessionId, ForkOptions.defaults());
    }

    /**
     * Copies a session, or its beginning, into a new one that can be continued independently. All messages get new ids,
     * also where other entries name them; an id that names no entry stays. Gaps are filled, as in
     * {@link Transcript#conversation()}. What subagents did, and the undo history of files, are not copied.
     *
     * @param sessionId the session
     * @param options how far to copy, and the title
     * @return the id of the new session
     * @throws SessionNotFoundException if there is no such session
     * @throws IllegalArgumentException if the message to end at is no UUID, or not in the session
     * @throws HistoryException also if the session has no messages
     */
    String fork(String sessionId, ForkOptions options);

    /**
     * Copies a session and its subagents into a store, under the same project and id: to bring sessions of a machine
     * there, or to catch up after a {@link MirrorFailure}. Entries are sent 500 at a time. A store that knows entries by
     * their {@code uuid} can be given the same session again; others will have it twice.
     *
     * @param sessionId the session
     * @param target the store to copy into
     * @return what was copied
     * @throws SessionNotFoundException if there is no such session
     * @throws SessionStoreException if the store fails; a part may have been copied
     */
    CopyResult copyTo(String sessionId, SessionStore target);
}
