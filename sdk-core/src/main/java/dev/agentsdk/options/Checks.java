package dev.agentsdk.options;

import dev.agentsdk.json.internal.Printable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** Checks of single values. Each message names the option and never shows a value that may be secret. */
final class Checks {

    private Checks() {}

    /** Not blank: there must be something to see. {@link String#isBlank} does not know all blanks of Unicode. */
    static String text(String value, String option) {
        if (Printable.isBlank(value)) {
            throw new IllegalArgumentException(option + " must not be blank.");
        }
        return value;
    }

    /** A name without what stands behind an equals sign: a value may have slipped into the name. */
    static String beforeValue(String name) {
        int equals = name.indexOf('=');
        return Printable.of(equals < 0 ? name : name.substring(0, equals + 1) + "…");
    }

    static Optional<String> text(Optional<String> value, String option) {
        value.ifPresent(text -> text(text, option));
        return value;
    }

    static List<String> texts(List<String> values, String option) {
        for (String value : values) {
            text(value, option);
        }
        return List.copyOf(values);
    }

    /** For lists that travel in one word, with commas between. */
    static List<String> words(List<String> values, String option) {
        for (String value : texts(values, option)) {
            if (value.indexOf(',') >= 0) {
                throw new IllegalArgumentException(
                        option + " takes one name at a time, without commas, not \"" + Printable.of(value) + "\".");
            }
        }
        return List.copyOf(values);
    }

    static OptionalInt positive(OptionalInt value, String option) {
        value.ifPresent(number -> positive(number, option));
        return value;
    }

    static int positive(int value, String option) {
        if (value < 1) {
            throw new IllegalArgumentException(option + " must be positive, not " + value + ".");
        }
        return value;
    }

    /** A copy that keeps the order, which {@link Map#copyOf} does not. */
    static <V> Map<String, V> copy(Map<String, V> values, String option) {
        Map<String, V> copy = new LinkedHashMap<>();
        values.forEach((name, value) ->
                copy.put(text(name, option), Objects.requireNonNull(value, () -> option + " " + name)));
        return Collections.unmodifiableMap(copy);
    }

    static <V> Map<String, V> with(Map<String, V> values, String name, V value) {
        Map<String, V> changed = new LinkedHashMap<>(values);
        changed.put(name, value);
        return changed;
    }
}
