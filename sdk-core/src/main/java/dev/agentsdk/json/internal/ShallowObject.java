package dev.agentsdk.json.internal;

import com.fasterxml.jackson.core.JsonToken;
import dev.agentsdk.json.RawJson;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object, one level deep: scalars as they are, everything else as slices of the line that are read
 * when they are asked for. For messages that are few and have many optional fields; those of which there are many are read
 * by {@link FieldReader} straight into their records.
 *
 * <p>Lenient: what is missing or of another type is absent. Of a field that comes twice the last counts.
 *
 * <p>Bounded, since Java objects take a multiple of the bytes of their JSON: the first {@link #MAX_ELEMENTS} fields of an
 * object and elements of a list are kept, and of a list or map no more than hold {@link #MAX_TOKENS} JSON tokens. A field
 * beyond those is looked for in the JSON each time that it is asked for, in an object that was made {@link #of} its JSON:
 * what an application decides on must not be absent because of fields before it. The elements beyond are in the raw JSON.
 */
// More than 400 lines: one accessor, with documentation, for each type that a field may have.
public final class ShallowObject {

    /** The most fields of an object, and the most elements of a list, that are read. */
    public static final int MAX_ELEMENTS = FieldReader.MAX_ELEMENTS;

    /** The most JSON tokens in the elements of one list, or the values of one map, that are read. */
    public static final int MAX_TOKENS = 500_000;

    private static final ShallowObject EMPTY = new ShallowObject(Map.of());

    private static final RawJson EMPTY_OBJECT = RawJson.of("{}");

    /** Strings, Long, Double and Boolean as such; objects, lists and null as {@link RawJson}. */
    private final Map<String, Value> values;

    /** The whole object, if it has fields that are not among the values. */
    private final @Nullable RawJson rest;

    private record Value(@Nullable Object scalar, boolean isObject, RawJson raw, int tokens) {}

    /** What is left of the tokens that one list or map may have. */
    private static final class Room {
        private long left;

        Room(int tokens) {
            this.left = tokens;
        }

        boolean takes(Value value) {
            left -= value.tokens();
            return left >= 0;
        }
    }

    private ShallowObject(Map<String, Value> values) {
        this(values, null);
    }

    private ShallowObject(Map<String, Value> values, @Nullable RawJson rest) {
        this.values = values;
        this.rest = rest;
    }

    /**
     * The fields of a raw value.
     *
     * @param raw the value
     * @return its fields; none if it is not an object
     */
    public static ShallowObject of(RawJson raw) {
        byte[] bytes = raw.utf8();
        try (FieldReader in = FieldReader.on(bytes)) {
            in.enterObject();
            Map<String, Value> values = new LinkedHashMap<>();
            boolean complete = readInto(values, in);
            in.finish();
            return new ShallowObject(values, complete ? null : raw);
        } catch (IOException e) {
            // No object, or none of the agent's making. Nothing of it can be told.
            return EMPTY;
        }
    }

    /** Reads the rest of the object that the reader has entered. */
    public static ShallowObject read(FieldReader in) throws IOException {
        Map<String, Value> values = new LinkedHashMap<>();
        boolean unused = readInto(values, in);
        return new ShallowObject(values);
    }

    /** False if there are more fields than are kept. */
    private static boolean readInto(Map<String, Value> values, FieldReader in) throws IOException {
        boolean complete = true;
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            if (values.size() < MAX_ELEMENTS || values.containsKey(field)) {
                values.put(field, value(in));
            } else {
                complete = false;
                in.skip();
            }
        }
        return complete;
    }

    /**
     * The string of one field. Keeps nothing of the others.
     *
     * @param raw the object
     * @param name the field
     * @return the string, if it is one; empty if the value is not an object
     */
    public static Optional<String> stringOf(RawJson raw, String name) {
        Value value = find(raw, name);
        return value != null && value.scalar() instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** The last field of this name. */
    private static @Nullable Value find(RawJson raw, String name) {
        Value found = null;
        try (FieldReader in = FieldReader.on(raw.utf8())) {
            in.enterObject();
            for (String field = in.nextField(); field != null; field = in.nextField()) {
                if (field.equals(name)) {
                    found = value(in);
                } else {
                    in.skip();
                }
            }
            in.finish();
            return found;
        } catch (IOException e) {
            return null;
        }
    }

    private @Nullable Value value(String name) {
        Value value = values.get(name);
        return value == null && rest != null ? find(rest, name) : value;
    }

    /**
     * These fields, and another one where it is missing.
     *
     * @param field its name
     * @param value its value; null for none
     */
    public ShallowObject withDefault(String field, @Nullable String value) {
        if (value == null || value(field) != null) {
            return this;
        }
        Map<String, Value> more = new LinkedHashMap<>(values);
        more.put(field, new Value(value, false, Json.raw(value), 1));
        return new ShallowObject(more, rest);
    }

    private static Value value(FieldReader in) throws IOException {
        JsonToken token = in.token();
        Object scalar = null;
        if (token == JsonToken.VALUE_STRING) {
            scalar = in.stringOrSkip();
        } else if (token == JsonToken.VALUE_NUMBER_INT && in.isNumber()) {
            scalar = in.integerOr(0);
        } else if (token == JsonToken.VALUE_NUMBER_FLOAT && in.isNumber()) {
            scalar = in.decimalOrEmpty().orElse(0);
        } else if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
            scalar = token == JsonToken.VALUE_TRUE;
        }
        int before = in.skippedTokens();
        RawJson raw = in.capture();
        return new Value(scalar, token == JsonToken.START_OBJECT, raw, 1 + in.skippedTokens() - before);
    }

    private @Nullable Object scalar(String name) {
        Value value = value(name);
        return value == null ? null : value.scalar();
    }

    /**
     * A string.
     *
     * @param name the field
     * @return the string, if it is one
     */
    public Optional<String> string(String name) {
        return scalar(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /**
     * A string that every agent writes.
     *
     * @param name the field
     * @return the string, else an empty one
     */
    public String text(String name) {
        return string(name).orElse("");
    }

    /**
     * A number without its fraction, clamped to what a long holds.
     *
     * @param name the field
     * @return the number, if it is one
     */
    public OptionalLong number(String name) {
        return scalar(name) instanceof Number number ? OptionalLong.of(number.longValue()) : OptionalLong.empty();
    }

    /**
     * A number without its fraction, clamped to what an int holds.
     *
     * @param name the field
     * @return the number, if it is one
     */
    public OptionalInt integer(String name) {
        return scalar(name) instanceof Number number
                ? OptionalInt.of((int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, number.longValue())))
                : OptionalInt.empty();
    }

    /**
     * A number.
     *
     * @param name the field
     * @return the number, if it is one
     */
    public OptionalDouble decimal(String name) {
        return scalar(name) instanceof Number number ? OptionalDouble.of(number.doubleValue()) : OptionalDouble.empty();
    }

    /**
     * A boolean, also as the text {@code true} or {@code false}.
     *
     * @param name the field
     * @return the boolean, if it is one
     */
    public Optional<Boolean> bool(String name) {
        Object value = scalar(name);
        return value instanceof Boolean flag
                ? Optional.of(flag)
                : Optional.ofNullable(value instanceof String text ? FieldReader.booleanOf(text) : null);
    }

    /**
     * A boolean that is false unless it is there and true.
     *
     * @param name the field
     * @return whether it is set
     */
    public boolean flag(String name) {
        return bool(name).orElse(false);
    }

    /**
     * A time span in milliseconds.
     *
     * @param name the field
     * @return the span, if it is a number
     */
    public Optional<Duration> millis(String name) {
        OptionalLong number = number(name);
        return number.isPresent() ? Optional.of(Duration.ofMillis(number.getAsLong())) : Optional.empty();
    }

    /**
     * A time span in seconds with a fraction.
     *
     * @param name the field
     * @return the span in milliseconds, if it is a number
     */
    public Optional<Duration> seconds(String name) {
        OptionalDouble number = decimal(name);
        return number.isPresent()
                ? Optional.of(Duration.ofMillis(Math.round(number.getAsDouble() * 1000)))
                : Optional.empty();
    }

    /**
     * A time: text in ISO 8601, or a number of milliseconds since 1970.
     *
     * @param name the field
     * @return the time, if it is one
     */
    public Optional<Instant> instant(String name) {
        OptionalLong number = number(name);
        if (number.isPresent()) {
            return Optional.of(Instant.ofEpochMilli(number.getAsLong()));
        }
        return string(name).flatMap(ShallowObject::parsed);
    }

    private static Optional<Instant> parsed(String time) {
        try {
            return Optional.of(OffsetDateTime.parse(time).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * A time as a number of seconds since 1970.
     *
     * @param name the field
     * @return the time, if it is a number within what an {@link Instant} holds
     */
    public Optional<Instant> epochSeconds(String name) {
        OptionalLong number = number(name);
        boolean fits = number.isPresent()
                && number.getAsLong() >= Instant.MIN.getEpochSecond()
                && number.getAsLong() <= Instant.MAX.getEpochSecond();
        return fits ? Optional.of(Instant.ofEpochSecond(number.getAsLong())) : Optional.empty();
    }

    /**
     * The strings of a list, or a lone string.
     *
     * @param name the field
     * @return the strings; other elements are left out
     */
    public List<String> strings(String name) {
        return scalar(name) instanceof String lone ? List.of(lone) : stringsOfList(name);
    }

    /** The strings of a list; other elements are left out. */
    List<String> stringsOfList(String name) {
        List<String> strings = new ArrayList<>();
        for (Value element : elements(name)) {
            if (element.scalar() instanceof String text) {
                strings.add(text);
            }
        }
        return List.copyOf(strings);
    }

    /**
     * The elements of a list.
     *
     * @param name the field
     * @return each as it was written; none if it is not a list
     */
    public List<RawJson> raws(String name) {
        return elements(name).stream().map(Value::raw).toList();
    }

    private List<Value> elements(String name) {
        Value value = value(name);
        return value == null || value.scalar() != null ? List.of() : elements(value.raw(), MAX_TOKENS);
    }

    /**
     * The elements of a list that is a value of its own. Elements may be of any length: the caller reads them one by one.
     *
     * @param list the list
     * @return each as it was written; none if it is not a list
     */
    public static List<RawJson> elementsOf(RawJson list) {
        return elements(list, Integer.MAX_VALUE).stream().map(Value::raw).toList();
    }

    private static List<Value> elements(RawJson list, int tokens) {
        byte[] bytes = list.utf8();
        List<Value> elements = new ArrayList<>();
        try (FieldReader in = FieldReader.on(bytes)) {
            if (in.nextElement() == JsonToken.START_ARRAY) {
                Room room = new Room(tokens);
                while (elements.size() < MAX_ELEMENTS && in.nextElement() != JsonToken.END_ARRAY) {
                    Value element = value(in);
                    if (!room.takes(element)) {
                        break;
                    }
                    elements.add(element);
                }
            }
            in.finish();
        } catch (IOException e) {
            throw new IllegalStateException("A slice of a line that was read once is no JSON.", e);
        }
        return elements;
    }

    /**
     * The fields of an object.
     *
     * @param name the field
     * @return its fields; none if it is not an object
     */
    public ShallowObject object(String name) {
        Value value = value(name);
        return value == null || value.scalar() != null ? EMPTY : of(value.raw());
    }

    /**
     * An object.
     *
     * @param name the field
     * @param reader makes a value of it
     * @param <T> the value
     * @return the value, if the field is an object
     */
    public <T> Optional<T> object(String name, Function<RawJson, T> reader) {
        return isObject(name) ? raw(name).map(reader) : Optional.empty();
    }

    /**
     * The objects of a list.
     *
     * @param name the field
     * @param reader makes a value of each
     * @param <T> the value
     * @return the values; elements that are not objects are left out
     */
    public <T> List<T> objects(String name, Function<RawJson, T> reader) {
        return read(elements(name), reader);
    }

    /**
     * The objects of a list that is no field.
     *
     * @param list the list
     * @param reader makes a value of each
     * @param <T> the value
     * @return the values; elements that are not objects are left out; none if it is not a list
     */
    public static <T> List<T> objectsOf(RawJson list, Function<RawJson, T> reader) {
        return read(elements(list, MAX_TOKENS), reader);
    }

    private static <T> List<T> read(List<Value> elements, Function<RawJson, T> reader) {
        return elements.stream()
                .filter(Value::isObject)
                .map(element -> reader.apply(element.raw()))
                .toList();
    }

    /**
     * The objects of an object, by key.
     *
     * @param name the field
     * @param reader makes a value of each
     * @param <T> the value
     * @return the values in their order; those that are not objects are left out
     */
    public <T> Map<String, T> map(String name, Function<RawJson, T> reader) {
        Map<String, T> byKey = new LinkedHashMap<>();
        Room room = new Room(MAX_TOKENS);
        object(name).values.forEach((key, value) -> {
            if (value.isObject() && room.takes(value)) {
                byKey.put(key, reader.apply(value.raw()));
            }
        });
        return Collections.unmodifiableMap(byKey);
    }

    /**
     * The strings of an object, by key.
     *
     * @param name the field
     * @return the entries whose values are strings, in their order
     */
    public Map<String, String> stringMap(String name) {
        Map<String, String> byKey = new LinkedHashMap<>();
        object(name).values.forEach((key, value) -> {
            if (value.scalar() instanceof String text) {
                byKey.put(key, text);
            }
        });
        return Collections.unmodifiableMap(byKey);
    }

    /**
     * Whether a value is an object.
     *
     * @param raw the value
     * @return whether it is one
     */
    public static boolean isObject(RawJson raw) {
        return of(raw) != EMPTY;
    }

    /**
     * Whether a value is a list.
     *
     * @param raw the value
     * @return whether it is one
     */
    public static boolean isList(RawJson raw) {
        return raw.text().stripLeading().startsWith("[");
    }

    /** Whether a field is a string or a number. */
    public boolean isStringOrNumber(String name) {
        return scalar(name) instanceof String || scalar(name) instanceof Number;
    }

    /** Whether a field is an object. */
    public boolean isObject(String name) {
        Value value = value(name);
        return value != null && value.isObject();
    }

    /**
     * Any value but null, or an empty object.
     *
     * @param name the field
     * @return the value as it was written; {@code {}} if there is none
     */
    public RawJson rawOrEmpty(String name) {
        return raw(name).orElse(EMPTY_OBJECT);
    }

    /**
     * Any value but null.
     *
     * @param name the field
     * @return the value as it was written
     */
    public Optional<RawJson> raw(String name) {
        Value value = value(name);
        boolean isNull = value != null && value.scalar() == null && value.raw().size() == 4;
        return value == null || (isNull && value.raw().text().equals("null"))
                ? Optional.empty()
                : Optional.of(value.raw());
    }
}
