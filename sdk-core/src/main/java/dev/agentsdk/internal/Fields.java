package dev.agentsdk.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.message.RawJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * The fields of a JSON object from the agent, read leniently: what is missing or of another type is absent. For answers
 * and requests, which are few; messages are read by {@link FieldReader} without a tree.
 *
 * @param node the object; anything else has no fields
 */
public record Fields(JsonNode node) {

    /**
     * The fields of a raw value.
     *
     * @param raw the value
     * @return its fields
     */
    public static Fields of(RawJson raw) {
        return new Fields(raw.tree());
    }

    /**
     * A value of a tree as raw JSON.
     *
     * @param node the value
     * @return its text, written anew
     */
    public static RawJson raw(JsonNode node) {
        return Json.raw(node);
    }

    /**
     * Whether a field is there and not null.
     *
     * @param name the field
     * @return false also for a JSON null
     */
    public boolean has(String name) {
        return node.hasNonNull(name);
    }

    /**
     * A string.
     *
     * @param name the field
     * @return the string, if there is one
     */
    public Optional<String> text(String name) {
        JsonNode value = node.path(name);
        return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
    }

    /**
     * A string, empty if there is none.
     *
     * @param name the field
     * @return the string
     */
    public String textOrEmpty(String name) {
        return text(name).orElse("");
    }

    /**
     * A boolean.
     *
     * @param name the field
     * @return false if there is none
     */
    public boolean flag(String name) {
        return node.path(name).asBoolean(false);
    }

    /**
     * A boolean that may be missing.
     *
     * @param name the field
     * @return the boolean, if there is one
     */
    public Optional<Boolean> optionalFlag(String name) {
        JsonNode value = node.path(name);
        return value.isBoolean() ? Optional.of(value.booleanValue()) : Optional.empty();
    }

    /**
     * A whole number.
     *
     * @param name the field
     * @return the number, if there is one that fits
     */
    public OptionalInt integer(String name) {
        JsonNode value = node.path(name);
        return value.isNumber() && value.canConvertToInt() ? OptionalInt.of(value.intValue()) : OptionalInt.empty();
    }

    /**
     * A large whole number.
     *
     * @param name the field
     * @return the number, if there is one that fits
     */
    public OptionalLong longInteger(String name) {
        JsonNode value = node.path(name);
        return value.isNumber() && value.canConvertToLong() ? OptionalLong.of(value.longValue()) : OptionalLong.empty();
    }

    /**
     * A number.
     *
     * @param name the field
     * @return the number, if there is one
     */
    public OptionalDouble decimal(String name) {
        JsonNode value = node.path(name);
        return value.isNumber() ? OptionalDouble.of(value.doubleValue()) : OptionalDouble.empty();
    }

    /**
     * The strings of an array.
     *
     * @param name the field
     * @return the strings; other elements are left out
     */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : elements(name)) {
            if (element.isTextual()) {
                texts.add(element.textValue());
            }
        }
        return List.copyOf(texts);
    }

    /**
     * The objects of an array.
     *
     * @param name the field
     * @param reader makes a value of each
     * @param <T> the value
     * @return the values; elements that are not objects are left out
     */
    public <T> List<T> objects(String name, Function<Fields, T> reader) {
        List<T> values = new ArrayList<>();
        for (JsonNode element : elements(name)) {
            if (element.isObject()) {
                values.add(reader.apply(new Fields(element)));
            }
        }
        return List.copyOf(values);
    }

    /** {@code path} of something that is no array iterates over nothing, but over an object's values. */
    private Iterable<JsonNode> elements(String name) {
        JsonNode value = node.path(name);
        return value.isArray() ? value : List.of();
    }

    /**
     * An object.
     *
     * @param name the field
     * @return its fields, if it is one
     */
    public Optional<Fields> object(String name) {
        JsonNode value = node.path(name);
        return value.isObject() ? Optional.of(new Fields(value)) : Optional.empty();
    }

    /**
     * The strings of an object, by key.
     *
     * @param name the field
     * @return the entries whose values are strings
     */
    public Map<String, String> textMap(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        object(name)
                .ifPresent(object -> object.node().properties().forEach(entry -> {
                    if (entry.getValue().isTextual()) {
                        texts.put(entry.getKey(), entry.getValue().textValue());
                    }
                }));
        return texts;
    }

    /**
     * Any value as raw JSON.
     *
     * @param name the field
     * @return the value, if the field is there and not null
     */
    public Optional<RawJson> raw(String name) {
        return has(name) ? Optional.of(raw(node.path(name))) : Optional.empty();
    }

    /**
     * The whole object as raw JSON.
     *
     * @return its text, written anew
     */
    public RawJson raw() {
        return raw(node);
    }
}
