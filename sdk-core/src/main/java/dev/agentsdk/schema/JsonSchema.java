package dev.agentsdk.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Fields;
import dev.agentsdk.json.internal.Printable;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A JSON schema and the checking of values against it. Immutable.
 *
 * <p>Draft 2020-12. Checked are
 * <ul>
 *   <li>{@code type}, {@code enum}, {@code const}, by value: 1.0 is 1,
 *   <li>{@code properties}, {@code required}, {@code patternProperties}, {@code additionalProperties},
 *   <li>{@code prefixItems}, {@code items},
 *   <li>{@code anyOf}, {@code oneOf}, {@code allOf}, {@code not}, and {@code $ref} to a place in the same schema,
 *   <li>{@code minimum}, {@code maximum}, {@code exclusiveMinimum}, {@code exclusiveMaximum}, {@code multipleOf},
 *       {@code minLength}, {@code maxLength}, {@code pattern}, {@code minItems}, {@code maxItems}, {@code uniqueItems},
 *       {@code minProperties}, {@code maxProperties}.
 * </ul>
 * Other keywords reach the model, and are not checked. The check is never stricter than the schema, and more lenient in two
 * cases: a {@code null} for a property that is not required counts as left out, and so does one where the schema has
 * OpenAPI's {@code "nullable": true}. A pattern is matched by Java's rules; one that Java cannot read is not checked. The
 * lists and objects of one value count as too many to be compared for {@code uniqueItems} beyond some millions of parts.
 *
 * <p>A check is bounded, since values come from a model. A value for which it would take too long does not fit: more than
 * some millions of comparisons, alternatives nested deeper than the stack, or a text that a pattern with a repeated group
 * cannot match within a stack of 64 MiB (some tens of thousands of repetitions).
 */
public final class JsonSchema {

    private static final List<String> NOT_AT_THE_TOP = List.of("anyOf", "oneOf", "allOf", "$ref");
    private static final Pattern PROPERTY_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private final JsonNode schema;
    private final RawJson json;
    private final SchemaWalk walk;

    private JsonSchema(JsonNode schema) {
        this.schema = schema;
        this.json = Fields.raw(schema);
        this.walk = new SchemaWalk(schema);
    }

    /**
     * A schema written by hand.
     *
     * @param json a JSON object
     * @return the schema
     * @throws IllegalArgumentException if it is not an object, a keyword that is checked has a value that it cannot have, or a
     *     {@code $ref} names nothing; a list as {@code items} is refused too, which draft 2020-12 calls
     *     {@code prefixItems}
     */
    public static JsonSchema of(RawJson json) {
        JsonNode schema = json.tree();
        if (!schema.isObject()) {
            throw new IllegalArgumentException("A JSON schema must be an object.");
        }
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
     * Checks that the API takes it as the schema of a tool's arguments.
     *
     * @param tool the tool's name, for the error
     * @return the schema
     * @throws IllegalArgumentException if the type is not {@code object}, there is an {@code anyOf}, {@code oneOf},
     *     {@code allOf} or {@code $ref} at the top, or a property has a name that the API refuses
     */
    public JsonSchema requireToolInput(String tool) {
        String subject = "The schema of the tool " + tool + " ";
        if (!describesObject()) {
            throw new IllegalArgumentException(
                    subject + "must have \"type\": \"object\" at the top: arguments have names.");
        }
        for (String keyword : NOT_AT_THE_TOP) {
            if (schema.has(keyword)) {
                throw new IllegalArgumentException(subject + "has " + keyword
                        + " at the top, which the API refuses. Put it into a property, or list all properties and check the"
                        + " combination in the handler.");
            }
        }
        schema.path("properties").fieldNames().forEachRemaining(name -> {
            if (!PROPERTY_NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(subject + "has a property \"" + Printable.of(name)
                        + "\". The API takes names of 1 to 64 letters, digits, '_', '-' and '.'.");
            }
        });
        return this;
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
        return SchemaCheck.problems(walk, schema, value);
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
