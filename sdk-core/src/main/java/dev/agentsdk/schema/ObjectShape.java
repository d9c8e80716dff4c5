package dev.agentsdk.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A record, or the parameters of a method. Filled after it is made, as a record may contain itself: then it is a definition
 * ({@code $defs}), and stands as a {@code $ref} where it is used.
 */
final class ObjectShape implements ShapeNode {

    /** Makes the Java value. */
    interface Maker {
        Object make(@Nullable Object[] parts) throws InvocationTargetException, ReflectiveOperationException;
    }

    /** How a part that is left out looks in Java. */
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
     * A component of a record, or a parameter.
     *
     * @param index its place among the arguments of the maker
     * @param name its name in JSON
     * @param aliases other names that are read
     * @param node its type
     * @param absent how it looks when it is left out
     * @param required whether it must be there
     * @param standard what is read when it is left out; null for {@code absent}
     * @param keywords what else the schema says of it
     */
    record Part(
            int index,
            String name,
            List<String> aliases,
            ShapeNode node,
            Absent absent,
            boolean required,
            @Nullable JsonNode standard,
            ObjectNode keywords) {}

    /**
     * A part that is not read from JSON.
     *
     * @param index its place among the arguments of the maker
     * @param value what it has instead; null, zero, false or an empty {@code Optional}
     */
    record Fixed(int index, @Nullable Object value) {}

    private final String name;
    private final @Nullable String description;
    private Maker maker = parts -> {
        throw new IllegalStateException("The shape is not complete.");
    };
    private List<Part> parts = List.of();
    private List<Fixed> fixed = List.of();
    private boolean takesUnknown;
    private boolean definition;
    private @Nullable String tag;
    private @Nullable String tagProperty;

    ObjectShape(String name, @Nullable String description) {
        this.name = name;
        this.description = description;
    }

    void fill(Maker how, List<Part> with, List<Fixed> without, boolean unknown) {
        maker = how;
        parts = List.copyOf(with);
        fixed = List.copyOf(without);
        takesUnknown = unknown;
    }

    /** Has a property that says which of several types it is. */
    void tag(String property, String value) {
        tagProperty = property;
        tag = value;
    }

    boolean hasPart(String partName) {
        return parts.stream()
                .anyMatch(part -> part.name().equals(partName) || part.aliases().contains(partName));
    }

    /** It contains itself. */
    void makeDefinition() {
        definition = true;
    }

    boolean isDefinition() {
        return definition;
    }

    String name() {
        return name;
    }

    @Override
    public ObjectNode schema() {
        return definition ? JSON.objectNode().put("$ref", "#/$defs/" + name) : inlined();
    }

    /** The schema itself, also of a definition. */
    ObjectNode inlined() {
        ObjectNode schema = ShapeNode.ofType("object");
        if (description != null) {
            schema.put("description", description);
        }
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = JSON.arrayNode();
        if (tagProperty != null) {
            properties.putObject(tagProperty).put("type", "string").put("const", tag);
            required.add(tagProperty);
        }
        for (Part part : parts) {
            ObjectNode property = part.node().schema();
            property.setAll(part.keywords());
            if (part.standard() != null) {
                property.set("default", part.standard());
            }
            properties.set(part.name(), property);
            if (part.required()) {
                required.add(part.name());
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        if (!takesUnknown) {
            schema.put("additionalProperties", false);
        }
        return schema;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // whether it was changed
    public JsonNode prepare(JsonNode value, boolean lenient) {
        if (!value.isObject()) {
            return value;
        }
        ObjectNode changed = JSON.objectNode();
        changed.setAll((ObjectNode) value);
        boolean same = true;
        for (Part part : parts) {
            for (String alias : part.aliases()) {
                if (changed.has(alias) && !changed.has(part.name())) {
                    changed.set(part.name(), changed.remove(alias));
                    same = false;
                }
            }
            JsonNode old = changed.get(part.name());
            if (old != null) {
                JsonNode prepared = part.node().prepare(old, lenient);
                same &= prepared == old;
                changed.set(part.name(), prepared);
            }
        }
        return same ? value : changed;
    }

    @Override
    public Object read(JsonNode value, ValuePath path) throws Unreadable {
        @Nullable Object[] arguments = new Object[parts.size() + fixed.size()];
        for (Fixed one : fixed) {
            arguments[one.index()] = one.value();
        }
        for (Part part : parts) {
            arguments[part.index()] = read(part, value.path(part.name()), path);
        }
        try {
            return maker.make(arguments);
        } catch (InvocationTargetException e) {
            Throwable why = e.getCause() == null ? e : e.getCause();
            if (why instanceof Error error) {
                throw error;
            }
            throw new Unreadable(
                    path,
                    "is refused: " + (why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The constructor was accessible when the shape was made.", e);
        }
    }

    /**
     * Reads a value that is checked first.
     *
     * @param what what does not fit, for the exception
     * @throws MisfitException if the value does not fit the schema, or the constructor refuses it
     */
    Object readChecked(JsonNode value, JsonSchema schema, boolean lenient, String what) {
        JsonNode prepared = prepare(value, lenient);
        List<String> problems = schema.problems(prepared);
        if (!problems.isEmpty()) {
            throw new MisfitException(what, problems);
        }
        try {
            return read(prepared, ValuePath.ROOT);
        } catch (Unreadable e) {
            throw new MisfitException(what, List.of(e.problem()));
        }
    }

    private static @Nullable Object read(Part part, JsonNode field, ValuePath path) throws Unreadable {
        boolean leftOut = field.isMissingNode() || (field.isNull() && !part.required());
        JsonNode given = leftOut ? part.standard() : field;
        if (given == null) {
            return part.absent().empty();
        }
        return part.absent().present(part.node().read(given, path.member(part.name())));
    }

    /** The definitions among some shapes. */
    static ObjectNode definitions(Map<?, ObjectShape> shapes) {
        ObjectNode definitions = JSON.objectNode();
        for (ObjectShape shape : shapes.values()) {
            if (shape.isDefinition()) {
                definitions.set(shape.name(), shape.inlined());
            }
        }
        return definitions;
    }
}
