package dev.agentsdk.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the check of one value may take, and what is known already: values come from a model. Alternatives within
 * alternatives, and repetitions within the repetitions of a pattern, could take the power of their depth.
 */
final class CheckEffort {

    /** No more parts of a value are compared with parts of the schema: some seconds. */
    private static final int MAX_STEPS = 10_000_000;

    /** No more characters are looked at by patterns, each time that they are: about a second. */
    private static final int MAX_CHARACTERS = 100_000_000;

    /** No more results are remembered: some megabytes. */
    private static final int MAX_REMEMBERED = 100_000;

    private int steps;
    private int characters;
    private int remembered;

    /** The problems of lists and objects with the schemas that references name. */
    private final IdentityHashMap<JsonNode, IdentityHashMap<JsonNode, List<String>>> problems = new IdentityHashMap<>();

    /** The same where a null is a value. */
    private final IdentityHashMap<JsonNode, IdentityHashMap<JsonNode, List<String>>> problemsWithNulls =
            new IdentityHashMap<>();

    /** Counts a comparison. */
    void step() {
        steps++;
    }

    /** Whether no more may be taken: then the value does not fit, whatever was found. */
    boolean isSpent() {
        return steps > MAX_STEPS || characters > MAX_CHARACTERS;
    }

    @Nullable
    List<String> known(JsonNode schema, JsonNode value, boolean nullIsAbsent) {
        IdentityHashMap<JsonNode, List<String>> ofSchema = (nullIsAbsent ? problems : problemsWithNulls).get(schema);
        return ofSchema == null ? null : ofSchema.get(value);
    }

    /** Remembers the problems of a list or an object, which are objects of their own in a tree; scalars are shared. */
    void remember(JsonNode schema, JsonNode value, boolean nullIsAbsent, List<String> found) {
        if (remembered < MAX_REMEMBERED) {
            remembered++;
            (nullIsAbsent ? problems : problemsWithNulls)
                    .computeIfAbsent(schema, key -> new IdentityHashMap<>())
                    .put(value, found);
        }
    }

    /** A text for a pattern, which throws {@link Spent} if too much of it is read. */
    CharSequence bounded(String text) {
        return new Bounded(text, 0, text.length());
    }

    private final class Bounded implements CharSequence {
        private final String text;
        private final int start;
        private final int end;

        Bounded(String text, int start, int end) {
            this.text = text;
            this.start = start;
            this.end = end;
        }

        @Override
        public int length() {
            return end - start;
        }

        @Override
        public char charAt(int index) {
            if (++characters > MAX_CHARACTERS) {
                throw new Spent();
            }
            return text.charAt(start + index);
        }

        @Override
        public CharSequence subSequence(int from, int to) {
            return new Bounded(text, start + from, start + to);
        }

        @Override
        public String toString() {
            return text.substring(start, end);
        }
    }

    /** A pattern has read too much. Control flow within a check, hence without a stack trace. */
    static final class Spent extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Spent() {
            super("spent", null, false, false);
        }
    }
}
