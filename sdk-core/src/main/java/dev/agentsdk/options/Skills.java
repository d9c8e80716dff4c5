package dev.agentsdk.options;

import dev.agentsdk.json.internal.Printable;
import java.util.List;

/**
 * Which skills the agent may use. They become permission rules ({@code Skill(name)}), and a list also a filter that the
 * agent gets with the handshake. Unless setting sources are chosen, those of the user and the project are loaded, because
 * skills live there.
 */
public sealed interface Skills {

    /**
     * All that are found.
     *
     * @return the choice
     */
    static Skills all() {
        return new All();
    }

    /**
     * Only these.
     *
     * @param names their names, also with a plugin before them ({@code plugin:skill}); none for no skill
     * @return the choice
     */
    static Skills only(String... names) {
        return new Only(List.of(names));
    }

    /** All that are found. */
    record All() implements Skills {}

    /**
     * Only these.
     *
     * @param names their names
     */
    record Only(List<String> names) implements Skills {

        public Only {
            names.forEach(Only::check);
            names = List.copyOf(names);
        }

        /** A name becomes a part of a permission rule: it must not be able to say more than a name. */
        private static void check(String name) {
            Checks.text(name, "skills");
            if (Printable.hasBlankEnd(name)) {
                throw new IllegalArgumentException("skills: \"" + name + "\" begins or ends with a blank.");
            }
            if (name.codePoints().anyMatch(Only::isForbidden)) {
                throw new IllegalArgumentException("skills: a name must not contain parentheses, commas, control"
                        + " characters, a byte order mark or lone surrogates.");
            }
            if (name.equals("*") || name.endsWith(":*") || name.endsWith(" *")) {
                throw new IllegalArgumentException(
                        "skills: \"" + name + "\" is a pattern. Name skills one by one, or choose Skills.all().");
            }
            if (name.startsWith("/") || name.contains("\\\\") || name.endsWith("\\")) {
                throw new IllegalArgumentException("skills: \"" + name
                        + "\" must not begin with a slash, end with a backslash or contain two in a row.");
            }
        }

        private static boolean isForbidden(int c) {
            return c == '(' || c == ')' || c == ',' || c == 0xfeff || Character.isISOControl(c) || isSurrogate(c);
        }

        private static boolean isSurrogate(int c) {
            return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
        }
    }
}
