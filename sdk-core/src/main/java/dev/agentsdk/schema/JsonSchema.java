package dev.agentsdk.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentsdk.internal.Fields;
import dev.agentsdk.message.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A JSON schema and the checking of values against it. Immutable.
 *
 * <p>Checked are {@code type}, {@code properties}, {@code required}, {@code enum}, {@code const}, {@code items} and
 * {@code additionalProperties}, which is what {@link RecordShape} derives. Other keywords of a schema written by hand reach
 * the model, and are not checked.
 */
public final class JsonSchema {

    private static final Set<String> TYPES =
            Set.of("object", "array", "string", "number", "integer", "boolean", "null");

    private final JsonNode schema;
    private final RawJson json;

    private JsonSchema(JsonNode schema) {
        this.schema = schema;
        this.json = Fields.raw(schema);
    }

    /**
     * A schema written by hand.
     *
     * @param json a JSON object
     * @return the schema
     * @throws IllegalArgumentException if it is no object, or a keyword that is checked has a value that it cannot have
     */
    public static JsonSchema of(RawJson json) {
        JsonNode schema = json.tree();
        if (!schema.isObject()) {
            throw new IllegalArgumentException("A JSON schema must be an object.");
        }
        requireSound(schema, "the schema");
        return new JsonSchema(schema);
    }

    /**
     * A schema written by hand.
     *
     * @param json a JSON object
     * @return the schema
     * @throws IllegalArgumentException as {@link #of(RawJson)} does
     */
    public static JsonSchema of(String json) {
        return of(RawJson.of(json));
    }

    /** A schema that this SDK has made. */
    static JsonSchema derived(ObjectNode schema) {
        return new JsonSchema(schema);
    }

    private static void requireSound(JsonNode schema, String where) {
        if (schema.isBoolean()) {
            return;
        }
        if (!schema.isObject()) {
            throw unsound(where, "is neither an object nor a boolean");
        }
        JsonNode type = schema.path("type");
        for (JsonNode one : type.isArray() ? type : List.of(type)) {
            if (!one.isMissingNode() && !TYPES.contains(one.asText())) {
                throw unsound(where, "has the unknown type " + one);
            }
        }
        if (schema.has("enum")
                && (!schema.path("enum").isArray() || schema.path("enum").isEmpty())) {
            throw unsound(where, "has an enum that is no list of values");
        }
        for (JsonNode name : schema.path("required")) {
            if (!name.isTextual()) {
                throw unsound(where, "requires something that is no name");
            }
        }
        if (schema.has("required") && !schema.path("required").isArray()) {
            throw unsound(where, "has a required that is no list");
        }
        JsonNode properties = schema.path("properties");
        if (!properties.isMissingNode() && !properties.isObject()) {
            throw unsound(where, "has properties that are no object");
        }
        properties.properties().forEach(property -> requireSound(property.getValue(), where + "." + property.getKey()));
        if (schema.has("items")) {
            requireSound(schema.path("items"), where + "[]");
        }
        if (schema.has("additionalProperties")) {
            requireSound(schema.path("additionalProperties"), where + ".*");
        }
    }

    private static IllegalArgumentException unsound(String where, String problem) {
        return new IllegalArgumentException("Not a JSON schema: " + where + " " + problem + ".");
    }

    /**
     * The schema.
     *
     * @return a JSON object
     */
    public RawJson json() {
        return json;
    }

    /**
     * Whether it describes an object.
     *
     * @return whether its type is {@code object}
     */
    public boolean describesObject() {
        return schema.path("type").asText().equals("object");
    }

    /**
     * Checks a value.
     *
     * @param value any JSON value
     * @return what is wrong, in words that a model can act on, ten things at the most; empty if it fits
     */
    public List<String> problems(RawJson value) {
        return problems(value.tree());
    }

    /**
     * Checks a value.
     *
     * @param value any JSON value
     * @return what is wrong; empty if it fits
     */
    public List<String> problems(JsonNode value) {
        List<String> problems = new ArrayList<>();
        new SchemaCheck(problems).check(schema, value, "");
        return List.copyOf(problems);
    }

    @Override
    public String toString() {
        return json.text();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonSchema that && schema.equals(that.schema);
    }

    @Override
    public int hashCode() {
        return schema.hashCode();
    }
}
