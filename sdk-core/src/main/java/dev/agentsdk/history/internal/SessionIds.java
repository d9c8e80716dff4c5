package dev.agentsdk.history.internal;

import dev.agentsdk.json.internal.Printable;
import java.util.Locale;

/** What a session or message id must look like before it becomes part of a file name. */
public final class SessionIds {

    private static final int UUID_CHARS = 36;

    private SessionIds() {}

    /**
     * Whether it is a UUID: hexadecimal digits of either case, in groups of 8, 4, 4, 4 and 12.
     *
     * @param text anything
     * @return whether it is one
     */
    public static boolean isUuid(String text) {
        if (text.length() != UUID_CHARS) {
            return false;
        }
        for (int i = 0; i < UUID_CHARS; i++) {
            char c = text.charAt(i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            boolean digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
            if (dash ? c != '-' : !digit) {
                return false;
            }
        }
        return true;
    }

    /**
     * The form in which two ids are compared: stores and file systems may take both cases for the same.
     *
     * @param sessionId an id
     * @return the id in lower case
     */
    static String normal(String sessionId) {
        return sessionId.toLowerCase(Locale.ROOT);
    }

    /**
     * Refuses what is no UUID.
     *
     * @param sessionId the id
     * @return the id
     * @throws IllegalArgumentException if it is none
     */
    public static String requireSession(String sessionId) {
        return require(sessionId, "session");
    }

    static String require(String id, String what) {
        if (!isUuid(id)) {
            throw new IllegalArgumentException("A " + what + " id must be a UUID, not " + shown(id) + ".");
        }
        return id;
    }

    /** For messages: what a caller passed may be long, and may hold line feeds. */
    static String shown(String text) {
        return "'" + Printable.of(text, 60) + "'";
    }
}
