package dev.agentsdk.schema;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.schema.ShapeNode.EnumNode;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Enums as Jackson writes them. */
final class Enums {

    private Enums() {}

    /** The text of a type's {@link Description}, or of Jackson's. */
    static @Nullable String description(Annotations type) {
        String own = type.description();
        JsonClassDescription jackson = type.get(JsonClassDescription.class);
        return own != null || jackson == null || jackson.value().isEmpty() ? own : jackson.value();
    }

    /**
     * The shape of an enum.
     *
     * @param type the enum
     * @param refused makes an exception
     * @return its constants by the value of {@link JsonValue}, else by {@code @JsonProperty}, else by their names
     */
    static EnumNode node(Class<?> type, Function<String, IllegalArgumentException> refused) {
        Annotations own = Annotations.of(type);
        AccessibleObject value = value(type);
        boolean hasCreator =
                Arrays.stream(type.getDeclaredMethods()).anyMatch(m -> m.isAnnotationPresent(JsonCreator.class));
        String unsupportedOfType = Annotations.inherited(type).unsupportedOfType();
        if (unsupportedOfType != null) {
            throw refused.apply("the annotation " + unsupportedOfType + " of " + type.getName() + " is not supported");
        } else if (hasCreator && value == null) {
            throw refused.apply("the enum " + type.getName()
                    + " has a @JsonCreator and no @JsonValue, so that its values are not known");
        }
        Map<JsonNode, Object> constants = new LinkedHashMap<>();
        Map<JsonNode, JsonNode> aliases = new LinkedHashMap<>();
        List<String> seen = new ArrayList<>();
        for (Object constant : type.getEnumConstants()) {
            Annotations annotations = Annotations.of(field(type, ((Enum<?>) constant).name()));
            String unsupported = annotations.unsupportedOfPart();
            if (unsupported != null) {
                throw refused.apply("the annotation " + unsupported + " of " + constant + " is not supported");
            }
            String name = annotations.name();
            JsonNode inJson = value != null
                    ? valueOf(constant, value, refused)
                    : ShapeNode.JSON.textNode(name == null ? ((Enum<?>) constant).name() : name);
            if (constants.put(inJson, constant) != null) {
                throw refused.apply("two constants of the enum " + type.getName() + " have the value " + inJson);
            }
            annotations.aliases().forEach(alias -> aliases.put(ShapeNode.JSON.textNode(alias), inJson));
            seen.add(inJson.isTextual() ? "text" : "number");
        }
        if (constants.isEmpty()) {
            throw refused.apply("the enum " + type.getName() + " has no constants");
        } else if (seen.stream().distinct().count() > 1) {
            throw refused.apply("the enum " + type.getName() + " has text and numbers as values");
        }
        return new EnumNode(constants, aliases, description(own));
    }

    private static Field field(Class<?> type, String name) {
        try {
            return type.getField(name);
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("Every enum constant is a field: " + name, e);
        }
    }

    private static @Nullable AccessibleObject value(Class<?> type) {
        return Annotations.hierarchy(type).stream()
                .<AccessibleObject>flatMap(one ->
                        Stream.concat(Arrays.stream(one.getDeclaredMethods()), Arrays.stream(one.getDeclaredFields())))
                .filter(one -> one.isAnnotationPresent(JsonValue.class)
                        && one.getAnnotation(JsonValue.class).value())
                .findFirst()
                .orElse(null);
    }

    private static JsonNode valueOf(
            Object constant, AccessibleObject member, Function<String, IllegalArgumentException> refused) {
        Object value;
        try {
            member.setAccessible(true);
            value = member instanceof Method method ? method.invoke(constant) : ((Field) member).get(constant);
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw refused.apply("the @JsonValue of " + constant + " cannot be read (" + e + ")");
        }
        if (value instanceof String text) {
            return ShapeNode.JSON.textNode(text);
        } else if (value instanceof Integer || value instanceof Long || value instanceof Short) {
            return ShapeNode.JSON.numberNode(((Number) value).longValue());
        }
        throw refused.apply("the @JsonValue of " + constant + " is neither a text nor a whole number");
    }
}
