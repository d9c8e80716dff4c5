package dev.agentsdk.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.json.internal.Printable;
import java.net.URI;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Goes through a schema once: refuses what cannot be a schema, and finds what can be checked exactly. */
final class SchemaWalk {

    private static final Set<String> TYPES =
            Set.of("object", "array", "string", "number", "integer", "boolean", "null");

    /** Keywords with a list of schemas, which must not be empty. */
    private static final List<String> SCHEMA_LISTS = List.of("anyOf", "oneOf", "allOf", "prefixItems");

    private static final List<String> SCHEMA_MAPS = List.of("properties", "patternProperties", "$defs", "definitions");
    private static final List<String> SCHEMAS = List.of("additionalProperties", "not");
    private static final List<String> COUNTS =
            List.of("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties");
    private static final List<String> LIMITS =
            List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf");

    /** Keywords that restrict a value, or change what others mean, and that {@link SchemaCheck} passes over. */
    private static final Set<String> UNCHECKED = Set.of(
            "contains",
            "minContains",
            "maxContains",
            "if",
            "then",
            "else",
            "dependentSchemas",
            "dependentRequired",
            "dependencies",
            "propertyNames",
            "unevaluatedItems",
            "unevaluatedProperties",
            "additionalItems",
            "$dynamicRef",
            "$dynamicAnchor",
            "$recursiveRef",
            "$vocabulary");

    private final JsonNode root;
    private final Set<JsonNode> visited = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<String, Pattern> patterns = new HashMap<>();
    private final Map<String, JsonNode> references = new HashMap<>();
    private boolean nestedIds;
    private @Nullable IllegalArgumentException dangling;
    private boolean exact = true;

    SchemaWalk(JsonNode root) {
        this.root = root;
        walk(root, "the schema");
        if (nestedIds) {
            // Such a schema is a document of its own, and a "#" in it means that one.
            references.clear();
            exact = false;
        } else if (dangling != null) {
            throw dangling;
        }
    }

    /** Whether a value that has no problem fits: no keyword was passed over. */
    boolean isExact() {
        return exact;
    }

    /** By the text of the pattern; one that Java cannot read is absent. */
    Map<String, Pattern> patterns() {
        return patterns;
    }

    /** By the value of {@code $ref}; one that leads elsewhere is absent. */
    Map<String, JsonNode> references() {
        return references;
    }

    @SuppressWarnings("ReferenceEquality") // a part may equal the whole
    private void walk(JsonNode schema, String where) {
        if (schema.isBoolean()) {
            return;
        }
        if (!schema.isObject()) {
            throw unsound(where, "is neither an object nor a boolean");
        }
        if (!visited.add(schema)) {
            return;
        }
        if (schema != root && schema.path("$id").isTextual()) {
            nestedIds = true;
        }
        schema.fieldNames().forEachRemaining(name -> exact &= !UNCHECKED.contains(name));
        values(schema, where);
        for (String keyword : SCHEMA_MAPS) {
            JsonNode map = schema.path(keyword);
            if (!map.isMissingNode() && !map.isObject()) {
                throw unsound(where, "has " + keyword + " that are no object");
            }
            map.properties().forEach(one -> walk(one.getValue(), where + "." + one.getKey()));
        }
        schema.path("patternProperties").fieldNames().forEachRemaining(this::pattern);
        for (String keyword : SCHEMA_LISTS) {
            if (schema.has(keyword)) {
                JsonNode list = schema.path(keyword);
                if (!list.isArray() || list.isEmpty()) {
                    throw unsound(where, "has a keyword " + keyword + " that is no list of schemas");
                }
                int index = 0;
                for (JsonNode one : list) {
                    walk(one, where + "/" + keyword + "[" + index++ + "]");
                }
            }
        }
        for (String keyword : SCHEMAS) {
            if (schema.has(keyword)) {
                walk(schema.path(keyword), where + (keyword.equals("not") ? "/not" : ".*"));
            }
        }
        if (schema.path("items").isArray()) {
            throw unsound(
                    where,
                    "has a list as items, as older drafts have it. Draft 2020-12, which the API requires, calls the schemas"
                            + " of the first elements prefixItems, and that of the others items");
        }
        if (schema.has("items")) {
            walk(schema.path("items"), where + "[]");
        }
        if (schema.has("$ref")) {
            reference(schema.path("$ref"), where);
        }
    }

    private void values(JsonNode schema, String where) {
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
        if (schema.has("required") && !schema.path("required").isArray()) {
            throw unsound(
                    where,
                    "has a required that is no list. It belongs to the object, and lists the names of its properties");
        }
        for (JsonNode name : schema.path("required")) {
            if (!name.isTextual()) {
                throw unsound(where, "requires something that is no name");
            }
        }
        for (String keyword : COUNTS) {
            JsonNode count = schema.path(keyword);
            if (!count.isMissingNode()
                    && (!JsonValues.isInteger(count) || count.decimalValue().signum() < 0)) {
                throw unsound(where, "has a " + keyword + " that is no count");
            }
        }
        for (String keyword : LIMITS) {
            if (schema.has(keyword) && !schema.path(keyword).isNumber()) {
                throw unsound(where, "has a " + keyword + " that is no number");
            }
        }
        if (schema.has("multipleOf") && schema.path("multipleOf").decimalValue().signum() <= 0) {
            throw unsound(where, "has a multipleOf that is not positive");
        }
        if (schema.has("uniqueItems") && !schema.path("uniqueItems").isBoolean()) {
            throw unsound(where, "has a uniqueItems that is no boolean");
        }
        JsonNode pattern = schema.path("pattern");
        if (!pattern.isMissingNode()) {
            if (!pattern.isTextual()) {
                throw unsound(where, "has a pattern that is no text");
            }
            pattern(pattern.textValue());
        }
    }

    /** ECMA 262, which the schema means, has some forms that Java does not have. */
    private void pattern(String text) {
        try {
            patterns.computeIfAbsent(text, Pattern::compile);
        } catch (PatternSyntaxException e) {
            exact = false;
        }
    }

    private void reference(JsonNode reference, String where) {
        if (!reference.isTextual()) {
            throw unsound(where, "has a $ref that is no text");
        }
        String text = reference.textValue();
        String pointer = pointer(text);
        if (pointer == null) {
            exact = false;
            return;
        }
        JsonNode target = root.at(pointer);
        if (target.isMissingNode()) {
            dangling = unsound(where, "has the $ref \"" + Printable.of(text) + "\", which names nothing in the schema");
            return;
        }
        references.put(text, target);
        walk(target, text);
    }

    /** Null for a reference into another document, or to an anchor. */
    private static @Nullable String pointer(String reference) {
        if (reference.equals("#")) {
            return "";
        }
        if (!reference.startsWith("#/")) {
            return null;
        }
        try {
            String pointer = URI.create(reference).getFragment();
            JsonPointer.compile(pointer);
            return pointer;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static IllegalArgumentException unsound(String where, String problem) {
        return new IllegalArgumentException("Not a JSON schema: " + where + " " + problem + ".");
    }
}
