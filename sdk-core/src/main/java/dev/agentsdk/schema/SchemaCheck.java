package dev.agentsdk.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.internal.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Checks a value against the part of JSON Schema that {@link JsonSchema} names. */
final class SchemaCheck {

    /** More would not help a model, and cost it tokens. */
    private static final int MAX_PROBLEMS = 10;

    private final List<String> problems;

    SchemaCheck(List<String> problems) {
        this.problems = problems;
    }

    void check(JsonNode schema, JsonNode value, String path) {
        if (problems.size() == MAX_PROBLEMS) {
            return;
        }
        if (schema.isBoolean()) {
            if (!schema.booleanValue()) {
                report(path, "must not be there");
            }
            return;
        }
        if (!typeFits(schema.path("type"), value)) {
            report(path, "must be " + expected(schema.path("type")) + ", not " + actual(value));
            return;
        }
        checkValues(schema, value, path);
        if (value.isObject()) {
            checkObject(schema, value, path);
        } else if (value.isArray() && schema.has("items")) {
            int index = 0;
            for (JsonNode element : value) {
                check(schema.path("items"), element, path + "[" + index++ + "]");
            }
        }
    }

    private void checkValues(JsonNode schema, JsonNode value, String path) {
        JsonNode allowed = schema.path("enum");
        if (allowed.isArray()) {
            for (JsonNode one : allowed) {
                if (same(one, value)) {
                    return;
                }
            }
            report(path, "must be one of " + allowed);
        }
        if (schema.has("const") && !same(schema.path("const"), value)) {
            report(path, "must be " + schema.path("const"));
        }
    }

    private void checkObject(JsonNode schema, JsonNode value, String path) {
        for (JsonNode name : schema.path("required")) {
            if (!value.has(name.textValue())) {
                report(member(path, name.textValue()), "is missing");
            }
        }
        JsonNode properties = schema.path("properties");
        JsonNode additional = schema.path("additionalProperties");
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            String name = entry.getKey();
            String where = member(path, name);
            if (properties.has(name)) {
                JsonNode property = properties.path(name);
                // A null for what may be left out is left out: models write it so.
                if (!entry.getValue().isNull() || requires(schema, name)) {
                    check(property, entry.getValue(), where);
                }
            } else if (additional.isBoolean() && !additional.booleanValue()) {
                report(where, "is not known; known are " + names(properties));
            } else if (additional.isObject()) {
                check(additional, entry.getValue(), where);
            }
        }
    }

    private static boolean requires(JsonNode schema, String name) {
        for (JsonNode one : schema.path("required")) {
            if (one.textValue().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> names(JsonNode properties) {
        List<String> names = new ArrayList<>();
        properties.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static boolean typeFits(JsonNode type, JsonNode value) {
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
            // 3.0 is an integer to JSON Schema.
            case "integer" -> value.isIntegralNumber() || (value.isNumber() && isWhole(value.decimalValue()));
            default -> true;
        };
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

    /** Numbers are the same by value: 1.0 and 1. */
    private static boolean same(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue()) == 0;
        }
        return one.equals(other);
    }

    private void report(String path, String problem) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add((path.isEmpty() ? "the value" : path) + " " + problem);
        }
    }

    static String member(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static String expected(JsonNode type) {
        if (type.isTextual()) {
            return article(type.textValue());
        }
        List<String> names = new ArrayList<>();
        type.forEach(one -> names.add(article(one.textValue())));
        return String.join(" or ", names);
    }

    private static String actual(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT, POJO -> "an object";
            case ARRAY -> "an array";
            case STRING -> Json.isHugeNumber(value.textValue()) ? "a number that is too long to be read" : "a string";
            case BINARY -> "a string";
            case BOOLEAN -> "a boolean";
            case NUMBER -> "the number " + (value.asText().length() > 40 ? "given" : value.asText());
            case NULL, MISSING -> "null";
        };
    }

    private static String article(String type) {
        return switch (type) {
            case "null" -> "null";
            case "object", "array", "integer" -> "an " + type;
            default -> "a " + type;
        };
    }
}
