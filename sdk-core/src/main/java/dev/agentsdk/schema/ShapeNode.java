package dev.agentsdk.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Fields;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Java type as JSON. Values are read after they were checked against the schema, so what can still go wrong is only what
 * a schema does not say: the range of a number, and what a record's constructor refuses.
 */
interface ShapeNode {

    JsonNodeFactory JSON = JsonNodeFactory.instance;

    ObjectNode schema();

    Object read(JsonNode value, ValuePath path) throws Unreadable;

    /**
     * Brings a value into the form that the schema has: other names of properties, and what lenient reading takes.
     *
     * @param value any JSON, not checked yet
     * @param lenient whether to take text for numbers and booleans, and names of constants in any case
     * @return the same instance if there is nothing to do
     */
    default JsonNode prepare(JsonNode value, boolean lenient) {
        return value;
    }

    /** A value that fits the schema and cannot be read. Control flow, hence without a stack trace. */
    final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(ValuePath path, String problem) {
            super(path.text() + " " + problem, null, false, false);
        }

        String problem() {
            return String.valueOf(getMessage());
        }
    }

    static ObjectNode ofType(String type) {
        return JSON.objectNode().put("type", type);
    }

    /** Text. */
    record TextNode() implements ShapeNode {
        @Override
        public ObjectNode schema() {
            return ofType("string");
        }

        @Override
        public Object read(JsonNode value, ValuePath path) {
            return value.textValue();
        }
    }

    /** True or false. */
    record BooleanNode() implements ShapeNode {
        @Override
        public JsonNode prepare(JsonNode value, boolean lenient) {
            String text = lenient && value.isTextual() ? value.textValue().strip() : "";
            return text.equalsIgnoreCase("true")
                    ? JSON.booleanNode(true)
                    : text.equalsIgnoreCase("false") ? JSON.booleanNode(false) : value;
        }

        @Override
        public ObjectNode schema() {
            return ofType("boolean");
        }

        @Override
        public Object read(JsonNode value, ValuePath path) {
            return value.booleanValue();
        }
    }

    /**
     * A number.
     *
     * @param integer whether it is a whole one
     * @param typeName what it is called in Java
     * @param convert to that type; throws {@link ArithmeticException} if it does not fit
     */
    record NumberNode(boolean integer, String typeName, Function<BigDecimal, Object> convert) implements ShapeNode {
        /** More is no number that a model means. */
        private static final int MAX_TEXT = 40;

        private static final int MAX_SCALE = 400;

        @Override
        public JsonNode prepare(JsonNode value, boolean lenient) {
            if (!lenient || !value.isTextual() || value.textValue().length() > MAX_TEXT) {
                return value;
            }
            try {
                BigDecimal number = new BigDecimal(value.textValue().strip());
                return Math.abs((long) number.scale()) > MAX_SCALE ? value : JSON.numberNode(number);
            } catch (NumberFormatException e) {
                // The check says what is wrong with it.
                return value;
            }
        }

        @Override
        public ObjectNode schema() {
            return ofType(integer ? "integer" : "number");
        }

        @Override
        public Object read(JsonNode value, ValuePath path) throws Unreadable {
            BigDecimal number = value.decimalValue();
            if (Math.abs((long) number.scale()) > 5000) {
                // 1e1000000000 as an integer would fill the memory.
                throw new Unreadable(path, "is out of range");
            }
            try {
                return convert.apply(number);
            } catch (ArithmeticException e) {
                throw new Unreadable(path, "is out of range for a Java " + typeName);
            }
        }

        static @Nullable NumberNode of(Class<?> type) {
            if (type == int.class || type == Integer.class) {
                return new NumberNode(true, "int", BigDecimal::intValueExact);
            } else if (type == long.class || type == Long.class) {
                return new NumberNode(true, "long", BigDecimal::longValueExact);
            } else if (type == short.class || type == Short.class) {
                return new NumberNode(true, "short", BigDecimal::shortValueExact);
            } else if (type == byte.class || type == Byte.class) {
                return new NumberNode(true, "byte", BigDecimal::byteValueExact);
            } else if (type == BigInteger.class) {
                return new NumberNode(true, "BigInteger", BigDecimal::toBigIntegerExact);
            } else if (type == double.class || type == Double.class) {
                return new NumberNode(false, "double", number -> finite(number.doubleValue()));
            } else if (type == float.class || type == Float.class) {
                return new NumberNode(false, "float", number -> (float) finite(number.floatValue()));
            } else if (type == BigDecimal.class) {
                return new NumberNode(false, "BigDecimal", number -> number);
            }
            return null;
        }

        private static double finite(double number) {
            if (Double.isInfinite(number)) {
                throw new ArithmeticException("infinite");
            }
            return number;
        }
    }

    /**
     * An enum.
     *
     * @param constants its constants by their values in JSON, text or whole numbers
     * @param aliases other values that are read, and not offered
     * @param description what it is for
     */
    record EnumNode(
            Map<JsonNode, Object> constants,
            Map<JsonNode, JsonNode> aliases,
            @Nullable String description) implements ShapeNode {
        @Override
        public ObjectNode schema() {
            ObjectNode schema = ofType(constants.keySet().iterator().next().isTextual() ? "string" : "integer");
            if (description != null) {
                schema.put("description", description);
            }
            schema.putArray("enum").addAll(constants.keySet());
            return schema;
        }

        @Override
        public JsonNode prepare(JsonNode value, boolean lenient) {
            JsonNode meant = aliases.get(value);
            if (meant != null || !lenient || constants.containsKey(value)) {
                return meant == null ? value : meant;
            }
            List<JsonNode> alike = Stream.concat(constants.keySet().stream(), aliases.keySet().stream())
                    .filter(one -> one.asText().equalsIgnoreCase(value.asText().strip()))
                    .map(one -> aliases.getOrDefault(one, one))
                    .distinct()
                    .toList();
            return alike.size() == 1 ? alike.get(0) : value;
        }

        @Override
        public Object read(JsonNode value, ValuePath path) throws Unreadable {
            for (Map.Entry<JsonNode, Object> one : constants.entrySet()) {
                if (JsonValues.same(one.getKey(), value)) {
                    return one.getValue();
                }
            }
            throw new Unreadable(path, "must be one of " + constants.keySet());
        }
    }

    /**
     * A value that has a form as text.
     *
     * @param format the keyword {@code format}; null for none
     * @param example for a model that gets it wrong
     * @param parse throws {@link RuntimeException} for what is none
     */
    record FormatNode(@Nullable String format, String example, Function<String, Object> parse) implements ShapeNode {
        private static final Map<Class<?>, FormatNode> ALL = Map.ofEntries(
                of(Instant.class, "date-time", "2026-05-01T12:00:00Z", Instant::parse),
                of(OffsetDateTime.class, "date-time", "2026-05-01T12:00:00+02:00", OffsetDateTime::parse),
                of(ZonedDateTime.class, "date-time", "2026-05-01T12:00:00+02:00", ZonedDateTime::parse),
                of(LocalDateTime.class, null, "2026-05-01T12:00:00", LocalDateTime::parse),
                of(LocalDate.class, "date", "2026-05-01", LocalDate::parse),
                of(LocalTime.class, null, "12:00:00", LocalTime::parse),
                of(Duration.class, "duration", "PT1H30M", Duration::parse),
                of(Period.class, "duration", "P1M2D", Period::parse),
                of(UUID.class, "uuid", "123e4567-e89b-12d3-a456-426614174000", FormatNode::uuid),
                of(URI.class, "uri", "https://example.org/a", URI::create));

        private static Map.Entry<Class<?>, FormatNode> of(
                Class<?> type, @Nullable String format, String example, Function<String, Object> parse) {
            return Map.entry(type, new FormatNode(format, example, parse));
        }

        static @Nullable FormatNode of(Class<?> type) {
            return ALL.get(type);
        }

        private static UUID uuid(String text) {
            UUID uuid = UUID.fromString(text);
            if (!uuid.toString().equalsIgnoreCase(text)) {
                // fromString fills up groups that are too short.
                throw new IllegalArgumentException("not 36 characters");
            }
            return uuid;
        }

        @Override
        public ObjectNode schema() {
            ObjectNode schema = ofType("string");
            if (format != null) {
                schema.put("format", format);
            } else {
                schema.putArray("examples").add(example);
            }
            return schema;
        }

        @Override
        public Object read(JsonNode value, ValuePath path) throws Unreadable {
            try {
                return parse.apply(value.textValue());
            } catch (RuntimeException e) {
                throw new Unreadable(path, "must have the form of \"" + example + "\"");
            }
        }
    }

    /** Bytes, as base64, which is how Jackson writes them. */
    record BytesNode() implements ShapeNode {
        @Override
        public ObjectNode schema() {
            return ofType("string").put("contentEncoding", "base64");
        }

        @Override
        public Object read(JsonNode value, ValuePath path) throws Unreadable {
            try {
                return Base64.getDecoder().decode(value.textValue());
            } catch (IllegalArgumentException e) {
                throw new Unreadable(path, "must be base64");
            }
        }
    }

    /**
     * Any JSON.
     *
     * @param raw whether as {@link RawJson}, else as a tree
     */
    record AnyNode(boolean raw) implements ShapeNode {
        @Override
        public ObjectNode schema() {
            return JSON.objectNode();
        }

        @Override
        public Object read(JsonNode value, ValuePath path) {
            return raw ? Fields.raw(value) : value;
        }
    }
}
