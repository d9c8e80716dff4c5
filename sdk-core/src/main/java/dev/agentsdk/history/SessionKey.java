package dev.agentsdk.history;

import java.util.Objects;
import java.util.Optional;

/**
 * Under what a {@link SessionStore} keeps a transcript. Its parts are safe to be put together to a path or an object
 * name: none is empty, {@code .} or {@code ..}, and none has a slash (but between the parts of a subpath), a backslash, a
 * colon or a control character.
 *
 * @param projectKey the project; see {@link ProjectKeys}
 * @param sessionId the session
 * @param subpath for what belongs to the session beside its own transcript, for example
 *     {@code subagents/agent-1a2b}; empty for the session's own
 */
public record SessionKey(String projectKey, String sessionId, Optional<String> subpath) {

    private static final int MAX_CHARS = 1_000;

    public SessionKey {
        Objects.requireNonNull(subpath, "subpath");
        checkPart(projectKey, "projectKey");
        checkPart(sessionId, "sessionId");
        subpath.ifPresent(path -> {
            for (String part : path.split("/", -1)) {
                checkPart(part, "subpath");
            }
        });
    }

    /**
     * The key of a session's own transcript.
     *
     * @param projectKey the project
     * @param sessionId the session
     * @return the key
     * @throws IllegalArgumentException if a part is not safe
     */
    public static SessionKey of(String projectKey, String sessionId) {
        return new SessionKey(projectKey, sessionId, Optional.empty());
    }

    /**
     * The key of something that belongs to the same session.
     *
     * @param path its parts, with forward slashes between them
     * @return the key
     * @throws IllegalArgumentException if a part is not safe
     */
    public SessionKey at(String path) {
        return new SessionKey(projectKey, sessionId, Optional.of(path));
    }

    /**
     * The key of the session that this belongs to.
     *
     * @return the key without subpath
     */
    public SessionKey main() {
        return subpath.isEmpty() ? this : of(projectKey, sessionId);
    }

    private static void checkPart(String part, String what) {
        boolean safe = !part.isEmpty()
                && part.length() <= MAX_CHARS
                && !part.equals(".")
                && !part.equals("..")
                && part.chars().noneMatch(c -> c < ' ' || c == 0x7f || c == '/' || c == '\\' || c == ':');
        if (!safe) {
            throw new IllegalArgumentException(
                    "The " + what + " of a session key must consist of names without slashes,"
                            + " backslashes, colons and control characters, and not of '.' or '..'.");
        }
    }

    /** {@return the parts with slashes between them} */
    @Override
    public String toString() {
        return projectKey + "/" + sessionId + subpath.map(path -> "/" + path).orElse("");
    }
}
