package dev.agentsdk.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentsdk.internal.Fields;
import dev.agentsdk.message.RawJson;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.math.BigDecimal;
import java.math.BigInteger;
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
 * A Java type as JSON. Values are read after they were checked against the schema, so what can still go wrong is only what
 * a schema does not say: the range of a number, and what a record's constructor refuses.
 */
sealed interface ShapeNode {

    JsonNodeFactory JSON = JsonNodeFactory.instance;

    ObjectNode schema();

    Object read(JsonNode value, String path) throws Unreadable;

    /** A value that fits the schema and cannot be read. Control flow, hence without a stack trace. */
    final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String path, String problem) {
            super((path.isEmpty() ? "the value" : path) + " " + problem, null, false, false);
        }

        String problem() {
            return String.valueOf(getMessage());
        }
    }

    private static ObjectNode ofType(String type) {
        return JSON.objectNode().put("type", type);
    }

    /** Text. */
    record TextNode() implements ShapeNode {
        @Override
        public ObjectNode schema() {
            return ofType("string");
        }

        @Override
        public Object read(JsonNode value, String path) {
            return value.textValue();
        }
    }

    /** True or false. */
    record BooleanNode() implements ShapeNode {
        @Override
        public ObjectNode schema() {
            return ofType("boolean");
        }

        @Override
        public Object read(JsonNode value, String path) {
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
        @Override
        public ObjectNode schema() {
            return ofType(integer ? "integer" : "number");
        }

        @Override
        public Object read(JsonNode value, String path) throws Unreadable {
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
     * @param constants its constants by their names in JSON
     */
    record EnumNode(Map<String, Object> constants) implements ShapeNode {
        @Override
        public ObjectNode schema() {
            ObjectNode schema = ofType("string");
            ArrayNode values = schema.putArray("enum");
            constants.keySet().forEach(values::add);
            return schema;
        }

        @Override
        public Object read(JsonNode value, String path) throws Unreadable {
            Object constant = constants.get(value.textValue());
            if (constant == null) {
                throw new Unreadable(path, "must be one of " + constants.keySet());
            }
            return constant;
        }
    }

    /**
     * A list.
     *
     * @param element what it is of
     */
    record ListNode(ShapeNode element) implements ShapeNode {
        @Override
        public ObjectNode schema() {
            ObjectNode schema = ofType("array");
            schema.set("items", element.schema());
            return schema;
        }

        @Override
        public Object read(JsonNode value, String path) throws Unreadable {
            List<Object> list = new ArrayList<>(value.size());
            for (JsonNode one : value) {
                list.add(element.read(one, path + "[" + list.size() + "]"));
            }
            return Collections.unmodifiableList(list);
        }
    }

    /**
     * A map from text.
     *
     * @param element what it is to
     */
    record MapNode(ShapeNode element) implements ShapeNode {
        @Override
        public ObjectNode schema() {
            ObjectNode schema = ofType("object");
            schema.set("additionalProperties", element.schema());
            return schema;
        }

        @Override
        public Object read(JsonNode value, String path) throws Unreadable {
            Map<String, Object> map = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                map.put(entry.getKey(), element.read(entry.getValue(), SchemaCheck.member(path, entry.getKey())));
            }
            return Collections.unmodifiableMap(map);
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
        public Object read(JsonNode value, String path) {
            return raw ? Fields.raw(value) : value;
        }
    }

    /** How a component that is left out looks in Java. */
    enum Absent {
        /** It cannot be left out. */
        REQUIRED,
        /** As null. */
        NULL,
        /** As an empty {@code Optional}. */
        OPTIONAL,
        /** As an empty {@code OptionalInt}. */
        OPTIONAL_INT,
        /** As an empty {@code OptionalLong}. */
        OPTIONAL_LONG,
        /** As an empty {@code OptionalDouble}. */
        OPTIONAL_DOUBLE;

        @Nullable
        Object empty() {
            return switch (this) {
                case REQUIRED, NULL -> null;
                case OPTIONAL -> Optional.empty();
                case OPTIONAL_INT -> OptionalInt.empty();
                case OPTIONAL_LONG -> OptionalLong.empty();
                case OPTIONAL_DOUBLE -> OptionalDouble.empty();
            };
        }

        Object present(Object value) {
            return switch (this) {
                case REQUIRED, NULL -> value;
                case OPTIONAL -> Optional.of(value);
                case OPTIONAL_INT -> OptionalInt.of((Integer) value);
                case OPTIONAL_LONG -> OptionalLong.of((Long) value);
                case OPTIONAL_DOUBLE -> OptionalDouble.of((Double) value);
            };
        }
    }

    /**
     * A component of a record.
     *
     * @param name its name in JSON
     * @param node its type
     * @param absent how it looks when it is left out
     * @param description what it is for
     */
    record Component(
            String name,
            ShapeNode node,
            Absent absent,
            @Nullable String description) {}

    /**
     * A record.
     *
     * @param constructor its canonical constructor, accessible
     * @param components its components, in order
     * @param description what it is for
     */
    record RecordNode(
            Constructor<?> constructor,
            List<Component> components,
            @Nullable String description) implements ShapeNode {
        @Override
        public ObjectNode schema() {
            ObjectNode schema = ofType("object");
            if (description != null) {
                schema.put("description", description);
            }
            ObjectNode properties = schema.putObject("properties");
            ArrayNode required = JSON.arrayNode();
            for (Component component : components) {
                ObjectNode property = component.node().schema();
                if (component.description() != null) {
                    property.put("description", component.description());
                }
                properties.set(component.name(), property);
                if (component.absent() == Absent.REQUIRED) {
                    required.add(component.name());
                }
            }
            if (!required.isEmpty()) {
                schema.set("required", required);
            }
            schema.put("additionalProperties", false);
            return schema;
        }

        @Override
        public Object read(JsonNode value, String path) throws Unreadable {
            @Nullable Object[] arguments = new Object[components.size()];
            for (int i = 0; i < arguments.length; i++) {
                Component component = components.get(i);
                JsonNode field = value.path(component.name());
                boolean leftOut = field.isMissingNode() || (field.isNull() && component.absent() != Absent.REQUIRED);
                arguments[i] = leftOut
                        ? component.absent().empty()
                        : component
                                .absent()
                                .present(component.node().read(field, SchemaCheck.member(path, component.name())));
            }
            try {
                return constructor.newInstance(arguments);
            } catch (InvocationTargetException e) {
                Throwable why = e.getCause() == null ? e : e.getCause();
                if (why instanceof Error error) {
                    throw error;
                }
                throw new Unreadable(
                        path,
                        "is refused: "
                                + (why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage()));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("The constructor was accessible when the shape was made.", e);
            }
        }
    }
}
