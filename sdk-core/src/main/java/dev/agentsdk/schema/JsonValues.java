package dev.agentsdk.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;

/** Types and equality of values as JSON Schema defines them. */
final class JsonValues {

    private JsonValues() {}

    /** Whether a value has the type, or one of the types, that the keyword {@code type} names. */
    static boolean typeFits(JsonNode type, JsonNode value) {
        if (type.isMissingNode()) {
            return true;
        }
        if (type.isTextual()) {
            return typeFits(type.textValue(), value);
        }
        for (JsonNode one : type) {
            if (typeFits(one.textValue(), value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean typeFits(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            case "number" -> value.isNumber();
            case "integer" -> isInteger(value);
            default -> true;
        };
    }

    /** 3.0 is an integer to JSON Schema. */
    static boolean isInteger(JsonNode value) {
        return value.isIntegralNumber() || (value.isNumber() && isWhole(value.decimalValue()));
    }

    /** By one division: to strip the zeros one after the other takes the cube of the digits. */
    private static boolean isWhole(BigDecimal number) {
        if (number.scale() <= 0 || number.signum() == 0) {
            return true;
        }
        // A number with more places behind the point than digits is less than 1.
        return number.precision() > number.scale()
                && number.remainder(BigDecimal.ONE).signum() == 0;
    }

    /** Numbers are the same by value, also within objects and lists: 1.0 and 1. */
    static boolean same(JsonNode one, JsonNode other) {
        return one.equals(JsonValues::compare, other);
    }

    /** As a comparator for {@link JsonNode#equals(java.util.Comparator, JsonNode)}: 0 for the same. */
    private static int compare(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue());
        }
        return one.equals(other) ? 0 : 1;
    }
}
