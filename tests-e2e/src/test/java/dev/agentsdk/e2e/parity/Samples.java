package dev.agentsdk.e2e.parity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentsdk.e2e.parity.Declarations.Choice;
import dev.agentsdk.e2e.parity.Declarations.Keyed;
import dev.agentsdk.e2e.parity.Declarations.ListOf;
import dev.agentsdk.e2e.parity.Declarations.Literal;
import dev.agentsdk.e2e.parity.Declarations.Name;
import dev.agentsdk.e2e.parity.Declarations.Shape;
import dev.agentsdk.e2e.parity.Declarations.Unknown;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Makes JSON of a declared type, with every field, and finds the fields in it. */
final class Samples {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MAX_DEPTH = 16;

    /** A field of a sample: its path, and whether the declaration leaves open what is in it. */
    record Field(List<String> path, boolean open) {
        @Override
        public String toString() {
            return String.join(".", path);
        }
    }

    private final Declarations declarations;
    private final int variant;

    /**
     * Makes samples.
     *
     * @param declarations the declared types
     * @param variant which part of a union gives its values to the fields that others have too
     */
    Samples(Declarations declarations, int variant) {
        this.declarations = declarations;
        this.variant = variant;
    }

    /** A sample; an open value is an object. */
    JsonNode of(Declarations.Type type, List<Field> fields) {
        return value(type, List.of(), fields, 0);
    }

    private JsonNode value(Declarations.Type type, List<String> path, List<Field> fields, int depth) {
        if (depth > MAX_DEPTH || type instanceof Unknown) {
            return open(path, fields);
        }
        if (type instanceof Literal literal) {
            return leaf(literal(literal.value()), path, fields);
        }
        if (type instanceof ListOf list) {
            ArrayNode array = JSON.arrayNode();
            return array.add(value(list.element(), path, fields, depth + 1));
        }
        if (type instanceof Shape shape) {
            ObjectNode object = JSON.objectNode();
            shape.fields().forEach((name, inner) -> {
                List<String> below = new ArrayList<>(path);
                below.add(name);
                object.set(name, value(inner, below, fields, depth + 1));
            });
            return object;
        }
        if (type instanceof Keyed keyed) {
            return keyed(keyed.value(), path, fields, depth);
        }
        return type instanceof Choice choice
                ? choice(choice, path, fields, depth)
                : named((Name) type, path, fields, depth);
    }

    private JsonNode choice(Choice choice, List<String> path, List<Field> fields, int depth) {
        ObjectNode merged = JSON.objectNode();
        JsonNode first = null;
        for (int i = 0; i < choice.parts().size(); i++) {
            Declarations.Type part =
                    choice.parts().get((i + variant) % choice.parts().size());
            if (part instanceof Name name && Set.of("null", "undefined").contains(name.name())) {
                continue;
            }
            List<Field> own = new ArrayList<>();
            JsonNode value = value(part, path, own, depth + 1);
            if (value.isObject() && !value.isEmpty()) {
                value.properties().forEach(field -> {
                    if (!merged.has(field.getKey())) {
                        merged.set(field.getKey(), field.getValue());
                    }
                });
                own.stream().filter(field -> !contains(fields, field)).forEach(fields::add);
            } else if (first == null) {
                first = value;
                if (merged.isEmpty()) {
                    own.stream().filter(field -> !contains(fields, field)).forEach(fields::add);
                }
            }
        }
        return merged.isEmpty() ? first == null ? JSON.nullNode() : first : merged;
    }

    private static boolean contains(List<Field> fields, Field field) {
        return fields.stream().anyMatch(other -> other.path().equals(field.path()));
    }

    private JsonNode named(Name name, List<String> path, List<Field> fields, int depth) {
        return switch (name.name()) {
            case "string", "UUID" -> leaf(JSON.textNode("x-" + String.join("-", path)), path, fields);
            case "number" -> leaf(JSON.numberNode(7), path, fields);
            case "boolean", "true", "false" -> leaf(JSON.booleanNode(true), path, fields);
            case "Array" -> JSON.arrayNode().add(value(name.arguments().get(0), path, fields, depth + 1));
            case "Partial", "NonNullable", "Readonly" -> value(name.arguments().get(0), path, fields, depth + 1);
            case "Record" -> keyed(name.arguments().get(1), path, fields, depth);
            default -> {
                Declarations.Type declared = declarations.type(name.name());
                yield declared == null ? open(path, fields) : value(declared, path, fields, depth + 1);
            }
        };
    }

    private JsonNode keyed(Declarations.Type type, List<String> path, List<Field> fields, int depth) {
        JsonNode inner = value(type, below(path, "key"), fields, depth + 1);
        return type instanceof Name other && other.name().equals("unknown")
                ? open(path, fields)
                : JSON.objectNode().set("key", inner);
    }

    private static List<String> below(List<String> path, String name) {
        List<String> below = new ArrayList<>(path);
        below.add(name);
        return below;
    }

    private static JsonNode literal(String value) {
        return JSON.textNode(value);
    }

    private static JsonNode leaf(JsonNode value, List<String> path, List<Field> fields) {
        Field field = new Field(path, false);
        if (!contains(fields, field)) {
            fields.add(field);
        }
        return value;
    }

    private static JsonNode open(List<String> path, List<Field> fields) {
        Field field = new Field(path, true);
        fields.removeIf(other -> other.path().size() > path.size()
                && other.path().subList(0, path.size()).equals(path));
        if (!contains(fields, field)) {
            fields.add(field);
        }
        return JSON.objectNode().put("open", "x-" + String.join("-", path));
    }

    /** A copy of a sample in which one field has another value of its type. */
    static JsonNode changed(JsonNode sample, List<String> path) {
        JsonNode copy = sample.deepCopy();
        JsonNode at = copy;
        for (int i = 0; i < path.size() - 1; i++) {
            at = unlisted(at).path(path.get(i));
        }
        String name = path.get(path.size() - 1);
        if (unlisted(at) instanceof ObjectNode parent) {
            parent.set(name, other(parent.path(name)));
        }
        return copy;
    }

    /** A copy of a sample that has of its fields only one, and those by which types are told. */
    static JsonNode alone(JsonNode sample, String name) {
        JsonNode copy = sample.deepCopy();
        if (copy instanceof ObjectNode object) {
            object.retain(List.of("type", "subtype", "hook_event_name", name));
        }
        return copy;
    }

    private static JsonNode unlisted(JsonNode node) {
        JsonNode inner = node;
        while (inner.isArray() && !inner.isEmpty()) {
            inner = inner.get(0);
        }
        return inner;
    }

    private static JsonNode other(JsonNode value) {
        if (value.isArray()) {
            return value.isEmpty() ? value : JSON.arrayNode().add(other(value.get(0)));
        }
        if (value.isTextual()) {
            // Also a time, for fields that are texts in the declaration and times here.
            return JSON.textNode("2026-01-02T03:04:05Z");
        }
        if (value.isNumber()) {
            return JSON.numberNode(value.longValue() + 2);
        }
        return value.isBoolean()
                ? JSON.booleanNode(!value.booleanValue())
                : JSON.objectNode().put("open", "other");
    }
}
