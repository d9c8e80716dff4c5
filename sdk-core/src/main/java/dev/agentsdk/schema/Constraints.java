package dev.agentsdk.schema;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.annotation.Annotation;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Bean Validation's annotations as keywords of a schema. Read by name, so that the library need not be there. Those that have
 * no keyword ({@code @Future}, {@code @Digits}) are left to a validator; groups are not looked at.
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
                add(keywords, one, type.path("type").asText());
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
            case "Positive" -> keywords.put("exclusiveMinimum", 0);
            case "PositiveOrZero" -> keywords.put("minimum", 0);
            case "Negative" -> keywords.put("exclusiveMaximum", 0);
            case "NegativeOrZero" -> keywords.put("maximum", 0);
            case "Size" -> {
                size(keywords, "min", type, Annotations.value(one, "min"), 0);
                size(keywords, "max", type, Annotations.value(one, "max"), Integer.MAX_VALUE);
            }
            case "NotEmpty" -> size(keywords, "min", type, 1, 0);
            case "NotBlank" -> keywords.put("pattern", "\\S");
            // The whole text must match there, and a part of it here.
            case "Pattern" -> keywords.put("pattern", "^(?:" + Annotations.value(one, "regexp") + ")$");
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

    private static void put(ObjectNode keywords, String keyword, @Nullable BigDecimal value) {
        if (value != null) {
            keywords.put(keyword, value);
        }
    }

    private static void size(ObjectNode keywords, String end, String type, @Nullable Object value, int without) {
        if (value instanceof Integer size && size != without) {
            String unit = switch (type) {
                case "array" -> "Items";
                case "object" -> "Properties";
                default -> "Length";
            };
            keywords.put(end + unit, size);
        }
    }
}
