package dev.agentsdk.options;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which conversation the session is a part of.
 *
 * @param resume the id of an earlier session to go on with
 * @param continueLatest whether to go on with the latest session of the working directory
 * @param fork whether going on makes a new session of its own and leaves the old one as it is
 * @param sessionId the id that a new session gets, a UUID
 * @param resumeAt the message after which the earlier session is cut off
 * @param resumeDropsTurn the turn that the cut may drop; the CLI refuses to drop another
 * @param persisted whether the CLI keeps the session on disk
 * @param title what the session is called; newer CLIs
 */
public record Conversation(
        Optional<String> resume,
        boolean continueLatest,
        boolean fork,
        Optional<String> sessionId,
        Optional<String> resumeAt,
        Optional<String> resumeDropsTurn,
        boolean persisted,
        Optional<String> title) {

    private static final Pattern UUID = Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private static final Conversation NEW = new Conversation(
            Optional.empty(),
            false,
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            true,
            Optional.empty());

    public Conversation {
        Checks.text(resume, "resume");
        Checks.text(resumeAt, "resumeAt");
        Checks.text(title, "title");
        sessionId.filter(id -> !UUID.matcher(id).matches()).ifPresent(id -> {
            throw new IllegalArgumentException("sessionId must be a UUID, not \"" + id + "\".");
        });
    }

    /**
     * A new conversation.
     *
     * @return the default
     */
    public static Conversation fresh() {
        return NEW;
    }

    /**
     * A new conversation with an id of your own.
     *
     * @param id a UUID that no session has yet
     * @return the conversation
     */
    public static Conversation freshAs(String id) {
        return NEW.withSessionId(id);
    }

    /**
     * An earlier one.
     *
     * @param sessionId its id
     * @return the conversation
     */
    public static Conversation resuming(String sessionId) {
        return NEW.withResume(sessionId);
    }

    /**
     * The latest of the working directory.
     *
     * @return the conversation
     */
    public static Conversation latest() {
        return NEW.withContinueLatest(true);
    }

    /**
     * Goes on with an earlier session.
     *
     * @param id its id
     * @return a changed copy
     */
    public Conversation withResume(String id) {
        return new Conversation(
                Optional.of(id), continueLatest, fork, sessionId, resumeAt, resumeDropsTurn, persisted, title);
    }

    /**
     * Goes on with the latest session of the working directory.
     *
     * @param go whether to; false by default
     * @return a changed copy
     */
    public Conversation withContinueLatest(boolean go) {
        return new Conversation(resume, go, fork, sessionId, resumeAt, resumeDropsTurn, persisted, title);
    }

    /**
     * Makes a new session of what is gone on with.
     *
     * @return a changed copy
     */
    public Conversation forked() {
        return new Conversation(resume, continueLatest, true, sessionId, resumeAt, resumeDropsTurn, persisted, title);
    }

    /**
     * Chooses the id of the new session.
     *
     * @param id a UUID that no session has yet
     * @return a changed copy
     */
    public Conversation withSessionId(String id) {
        return new Conversation(
                resume, continueLatest, fork, Optional.of(id), resumeAt, resumeDropsTurn, persisted, title);
    }

    /**
     * Cuts the earlier session off behind a message.
     *
     * @param messageId the last message that is kept
     * @return a changed copy
     */
    public Conversation cutAfter(String messageId) {
        return new Conversation(
                resume, continueLatest, fork, sessionId, Optional.of(messageId), resumeDropsTurn, persisted, title);
    }

    /**
     * Cuts the earlier session off behind a message, and says which turn may be lost by it: the CLI refuses if it would
     * be another.
     *
     * @param messageId the last message that is kept
     * @param turn the turn that may be dropped; passed on as it is, also when empty
     * @return a changed copy
     */
    public Conversation cutAfter(String messageId, String turn) {
        return new Conversation(
                resume, continueLatest, fork, sessionId, Optional.of(messageId), Optional.of(turn), persisted, title);
    }

    /**
     * Keeps nothing of the session on disk; it cannot be resumed.
     *
     * @return a changed copy
     */
    public Conversation unpersisted() {
        return new Conversation(resume, continueLatest, fork, sessionId, resumeAt, resumeDropsTurn, false, title);
    }

    /**
     * Names the session. Newer CLIs.
     *
     * @param text the title
     * @return a changed copy
     */
    public Conversation withTitle(String text) {
        return new Conversation(
                resume, continueLatest, fork, sessionId, resumeAt, resumeDropsTurn, persisted, Optional.of(text));
    }

    /**
     * Checks what only the whole can show.
     *
     * @throws IllegalArgumentException if parts contradict each other
     */
    public void check() {
        boolean goesOn = resume.isPresent() || continueLatest;
        if (resume.isPresent() && continueLatest) {
            throw new IllegalArgumentException(
                    "resume and continueConversation exclude each other: choose a session or take the latest.");
        }
        // Measured on claude 2.1: it refuses each of these itself, but only after it has been started.
        if (sessionId.isPresent() && goesOn && !fork) {
            throw new IllegalArgumentException(
                    "sessionId with resume or continueConversation needs fork: a session that"
                            + " is gone on with has an id already.");
        }
        if (resumeAt.isPresent() && resume.isEmpty()) {
            throw new IllegalArgumentException("resumeAt needs resume: name the session that is to be cut off.");
        }
        if (fork && !goesOn) {
            throw new IllegalArgumentException("fork needs resume or continueConversation: name what is to be forked.");
        }
    }

    /** {@return what is chosen, without the text of the title} */
    @Override
    public String toString() {
        return "Conversation[resume=" + resume + ", continueLatest=" + continueLatest + ", fork=" + fork
                + ", sessionId=" + sessionId + ", resumeAt=" + resumeAt + ", resumeDropsTurn=" + resumeDropsTurn
                + ", persisted=" + persisted + (title.isPresent() ? ", title" : "") + "]";
    }
}
