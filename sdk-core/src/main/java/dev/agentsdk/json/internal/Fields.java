package dev.agentsdk.json.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.json.RawJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * The fields of a JSON object from the agent, read leniently: what is missing or of another type is absent. For answers
 * and requests; unlike {@link ShallowObject}, whose bounds it has, it takes no value for one of another type.
 */
public final class Fields {

    private final ShallowObject in;

    private Fields(RawJson raw) {
        this.in = ShallowObject.of(raw);
    }

    /**
     * The fields of a raw value.
     *
     * @param raw the value
     * @return its fields; none if it is not an object
     */
    public static Fields of(RawJson raw) {
        return new Fields(raw);
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
     * A string.
     *
     * @param name the field
     * @return the string, if there is one
     */
    public Optional<String> text(String name) {
        return in.string(name);
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
        return in.flag(name);
    }

    /**
     * A boolean that may be missing.
     *
     * @param name the field
     * @return the boolean, if there is one
     */
    public Optional<Boolean> optionalFlag(String name) {
        return in.string(name).isPresent() ? Optional.empty() : in.bool(name);
    }

    /**
     * A whole number.
     *
     * @param name the field
     * @return the number, if there is one that fits
     */
    public OptionalInt integer(String name) {
        OptionalLong number = in.number(name);
        return number.isPresent() && number.getAsLong() == (int) number.getAsLong()
                ? OptionalInt.of((int) number.getAsLong())
                : OptionalInt.empty();
    }

    /**
     * The strings of an array.
     *
     * @param name the field
     * @return the strings; other elements are left out
     */
    public List<String> texts(String name) {
        return in.stringsOfList(name);
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
        return in.objects(name, element -> reader.apply(new Fields(element)));
    }

    /**
     * The elements of an array.
     *
     * @param name the field
     * @return each as it was written
     */
    public List<RawJson> raws(String name) {
        return in.raws(name);
    }

    /**
     * An object.
     *
     * @param name the field
     * @return its fields, if it is one
     */
    public Optional<Fields> object(String name) {
        return in.object(name, Fields::new);
    }

    /**
     * The strings of an object, by key.
     *
     * @param name the field
     * @return the entries whose values are strings
     */
    public Map<String, String> textMap(String name) {
        return in.stringMap(name);
    }

    /**
     * Any value as raw JSON.
     *
     * @param name the field
     * @return the value as it was written, if the field is there and not null
     */
    public Optional<RawJson> raw(String name) {
        return in.raw(name);
    }
}
