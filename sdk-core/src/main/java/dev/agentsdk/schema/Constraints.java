package dev.agentsdk.schema;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.annotation.Annotation;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Bean Validation's annotations as keywords of a schema. Read by name, so that the library need not be there. Those that have
 * no keyword ({@code @Future}, {@code @Digits}) are left to a validator, and so is a {@code @Pattern} with
 * flags. Groups are ignored.
 */
final class Constraints {

    private Constraints() {}

    /**
     * The keywords of a part.
     *
     * @param annotations its annotations
     * @param type the schema of its type, whose {@code type} says what a size is
     * @return keywords; none if there are no constraints
     */
    static ObjectNode of(Annotations annotations, ObjectNode type) {
        ObjectNode keywords = JsonNodeFactory.instance.objectNode();
        for (Annotation one : annotations.all()) {
            String name = one.annotationType().getName();
            if (name.startsWith("jakarta.validation.constraints.")
                    || name.startsWith("javax.validation.constraints.")) {
                // Several of one kind are in one annotation "List".
                Object several = name.endsWith("$List") ? Annotations.value(one, "value") : null;
                for (Annotation each : several instanceof Annotation[] list ? list : new Annotation[] {one}) {
                    add(keywords, each, type.path("type").asText());
                }
            }
        }
        return keywords;
    }

    private static void add(ObjectNode keywords, Annotation one, String type) {
        switch (one.annotationType().getSimpleName()) {
            case "Min" -> put(keywords, "minimum", number(one));
            case "Max" -> put(keywords, "maximum", number(one));
            case "DecimalMin" -> put(keywords, inclusive(one) ? "minimum" : "exclusiveMinimum", number(one));
            case "DecimalMax" -> put(keywords, inclusive(one) ? "maximum" : "exclusiveMaximum", number(one));
            case "Positive" -> put(keywords, "exclusiveMinimum", BigDecimal.ZERO);
            case "PositiveOrZero" -> put(keywords, "minimum", BigDecimal.ZERO);
            case "Negative" -> put(keywords, "exclusiveMaximum", BigDecimal.ZERO);
            case "NegativeOrZero" -> put(keywords, "maximum", BigDecimal.ZERO);
            case "Size" -> {
                size(keywords, "min", type, Annotations.value(one, "min"), 0);
                size(keywords, "max", type, Annotations.value(one, "max"), Integer.MAX_VALUE);
            }
            case "NotEmpty" -> size(keywords, "min", type, 1, 0);
            case "NotBlank" -> pattern(keywords, "\\S");
            case "Pattern" -> {
                // JSON Schema has no flags: left to a validator.
                if (!(Annotations.value(one, "flags") instanceof Object[] flags) || flags.length == 0) {
                    // The whole text must match there, and a part of it here.
                    pattern(keywords, "^(?:" + Annotations.value(one, "regexp") + ")$");
                }
            }
            case "Email" -> keywords.put("format", "email");
            default -> {
                // Without a keyword.
            }
        }
    }

    private static boolean inclusive(Annotation one) {
        return !Boolean.FALSE.equals(Annotations.value(one, "inclusive"));
    }

    private static @Nullable BigDecimal number(Annotation one) {
        Object value = Annotations.value(one, "value");
        return value == null ? null : new BigDecimal(value.toString());
    }

    /** The stricter one, if another annotation has set it. */
    private static void put(ObjectNode keywords, String keyword, @Nullable BigDecimal value) {
        if (value == null) {
            return;
        }
        boolean isLower = keyword.startsWith("min") || keyword.equals("exclusiveMinimum");
        BigDecimal other = keywords.has(keyword) ? keywords.path(keyword).decimalValue() : value;
        keywords.put(keyword, isLower ? value.max(other) : value.min(other));
    }

    /** A text must match all of them, and the keyword holds one. */
    private static void pattern(ObjectNode keywords, String pattern) {
        ObjectNode holder =
                keywords.has("pattern") ? keywords.withArray("allOf").addObject() : keywords;
        holder.put("pattern", pattern);
    }

    private static void size(ObjectNode keywords, String end, String type, @Nullable Object value, int without) {
        if (value instanceof Integer size && size != without) {
            String unit = switch (type) {
                case "array" -> "Items";
                case "object" -> "Properties";
                default -> "Length";
            };
            put(keywords, end + unit, BigDecimal.valueOf(size));
        }
    }
}
