package dev.agentsdk.schema;

import dev.agentsdk.json.internal.Printable;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Where a part of a value is: {@code items[3].name}. Its text is made only for a problem, since names come from a model and
 * may be as long as the value; it is printable and bounded.
 */
final class ValuePath {

    /** The value itself. */
    static final ValuePath ROOT = new ValuePath(null, null, 0);

    /** Of a longer name the middle is left out. */
    private static final int MAX_NAME_CHARS = 100;

    /** Of a deeper path the beginning is left out. */
    private static final int MAX_LEVELS = 20;

    private final @Nullable ValuePath outer;
    private final @Nullable String name;
    private final int index;

    private ValuePath(@Nullable ValuePath outer, @Nullable String name, int index) {
        this.outer = outer;
        this.name = name;
        this.index = index;
    }

    ValuePath member(String member) {
        return new ValuePath(this, member, 0);
    }

    ValuePath element(int at) {
        return new ValuePath(this, null, at);
    }

    /** {@return the path in words, as a subject of a sentence} */
    String text() {
        Deque<ValuePath> levels = new ArrayDeque<>();
        ValuePath level = this;
        while (level.outer != null && levels.size() < MAX_LEVELS) {
            levels.push(level);
            level = level.outer;
        }
        if (levels.isEmpty()) {
            return "the value";
        }
        StringBuilder text = new StringBuilder(level.outer == null ? "" : "…");
        for (ValuePath one : levels) {
            if (one.name == null) {
                text.append('[').append(one.index).append(']');
            } else {
                text.append(text.length() == 0 ? "" : ".").append(Printable.of(one.name, MAX_NAME_CHARS));
            }
        }
        return text.toString();
    }
}
