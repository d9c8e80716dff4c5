package dev.agentsdk.history.internal;

import dev.agentsdk.json.internal.Printable;
import java.text.Normalizer;

/** The characters that a tag may have; the rule is that of {@code claude} and its SDKs. */
final class Tags {

    /** Dropping a character can make a new compatible form; what is not at rest by then is taken as it is. */
    private static final int MAX_ROUNDS = 10;

    private Tags() {}

    /**
     * The tag that is written.
     *
     * @throws IllegalArgumentException if nothing is left of it
     */
    static String clean(String tag) {
        String current = tag;
        for (int round = 0; round < MAX_ROUNDS; round++) {
            String next = withoutInvisible(Normalizer.normalize(current, Normalizer.Form.NFKC));
            if (next.equals(current)) {
                break;
            }
            current = next;
        }
        current = current.strip();
        if (Printable.isBlank(current)) {
            throw new IllegalArgumentException(
                    "The tag has no visible characters. Use untag() to take a session's tag away.");
        }
        return current;
    }

    private static String withoutInvisible(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        text.codePoints().filter(c -> !isInvisible(c)).forEach(visible::appendCodePoint);
        return visible.toString();
    }

    private static boolean isInvisible(int character) {
        return switch (Character.getType(character)) {
            case Character.FORMAT, Character.PRIVATE_USE, Character.UNASSIGNED -> true;
            default -> false;
        };
    }
}
