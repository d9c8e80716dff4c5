package dev.agentsdk.history;

/** There is no such session, or subagent of a session, where it was looked for. An empty file counts as absent. */
public final class SessionNotFoundException extends HistoryException {
    private static final long serialVersionUID = 1L;

    /** The id that was looked for. */
    private final String sessionId;

    /**
     * Makes an exception.
     *
     * @param sessionId the session that was looked for
     * @param message what was looked for, and where
     */
    public SessionNotFoundException(String sessionId, String message) {
        super(message, null, null);
        this.sessionId = sessionId;
    }

    /**
     * The session that was looked for.
     *
     * @return its id
     */
    public String sessionId() {
        return sessionId;
    }
}
