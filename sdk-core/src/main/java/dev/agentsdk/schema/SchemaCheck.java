package dev.agentsdk.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.json.internal.Json;
import dev.agentsdk.json.internal.Printable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Checks a value against the keywords that {@link JsonSchema} names. Never stricter than the schema: where a keyword that is
 * not checked could make a value fit, it fits.
 */
final class SchemaCheck {

    /** More would not help a model, and cost it tokens. */
    private static final int MAX_PROBLEMS = 10;

    /** Of a problem that another one quotes: each level of alternatives quotes those of the level below. */
    private static final int MAX_QUOTED_CHARS = 500;

    /** Of all problems that one quotes. */
    private static final int MAX_JOINED_CHARS = 2_000;

    private static final String TOO_COMPLEX = "the value is too large, or nested too deeply, to be checked";

    private final SchemaWalk walk;
    private final List<String> problems;
    private final SchemaLimits limits;

    /** Whether a null counts as left out where a value may be left out: models write it so. */
    private final boolean nullIsAbsent;

    private final CheckEffort effort;

    /** The references that were followed to the schema at hand, for the value at hand: a cycle of them says nothing new. */
    private Deque<JsonNode> followed = new ArrayDeque<>();

    private SchemaCheck(SchemaWalk walk, List<String> problems, boolean nullIsAbsent, CheckEffort effort) {
        this.walk = walk;
        this.problems = problems;
        this.nullIsAbsent = nullIsAbsent;
        this.effort = effort;
        this.limits = new SchemaLimits(walk.patterns(), effort, this::report);
    }

    /** What is wrong with a value. One that takes too long to check does not fit. */
    static List<String> problems(SchemaWalk walk, JsonNode schema, JsonNode value) {
        CheckEffort effort = new CheckEffort();
        List<String> problems = new ArrayList<>();
        try {
            new SchemaCheck(walk, problems, true, effort).check(schema, value, ValuePath.ROOT);
        } catch (StackOverflowError e) {
            // Each level of alternatives takes some frames of the stack.
            return List.of(TOO_COMPLEX);
        }
        return effort.isSpent() ? List.of(TOO_COMPLEX) : List.copyOf(problems);
    }

    private boolean isDone() {
        return problems.size() == MAX_PROBLEMS || effort.isSpent();
    }

    private void check(JsonNode schema, JsonNode value, ValuePath path) {
        effort.step();
        if (isDone()) {
            return;
        }
        if (schema.isBoolean()) {
            if (!schema.booleanValue()) {
                report(path, "must not be there");
            }
            return;
        }
        if (nullIsAbsent && value.isNull() && schema.path("nullable").asBoolean()) {
            // OpenAPI's word, which models know.
            return;
        }
        if (!JsonValues.typeFits(schema.path("type"), value)) {
            report(path, "must be " + expected(schema.path("type")) + ", not " + actual(value));
            return;
        }
        checkValues(schema, value, path);
        limits.check(schema, value, path);
        checkReference(schema, value, path);
        checkCombinations(schema, value, path);
        if (value.isObject()) {
            checkObject(schema, value, path);
        } else if (value.isArray()) {
            checkArray(schema, value, path);
        }
    }

    private void checkValues(JsonNode schema, JsonNode value, ValuePath path) {
        JsonNode allowed = schema.path("enum");
        if (allowed.isArray() && !contains(allowed, value)) {
            report(path, "must be one of " + allowed);
        }
        if (schema.has("const") && !JsonValues.same(schema.path("const"), value)) {
            report(path, "must be " + schema.path("const"));
        }
    }

    private static boolean contains(JsonNode list, JsonNode value) {
        for (JsonNode one : list) {
            if (JsonValues.same(one, value)) {
                return true;
            }
        }
        return false;
    }

    @SuppressWarnings("ReferenceEquality") // two places of a schema may be equal
    private void checkReference(JsonNode schema, JsonNode value, ValuePath path) {
        JsonNode target = walk.references().get(schema.path("$ref").asText());
        if (target == null || followed.stream().anyMatch(one -> one == target)) {
            return;
        }
        if (followed.isEmpty() && value.isContainerNode()) {
            known(target, value, path).forEach(this::add);
            return;
        }
        followed.push(target);
        check(target, value, path);
        followed.pop();
    }

    /** The problems of a value that is reached anew: it may be reached through each of several alternatives. */
    private List<String> known(JsonNode target, JsonNode value, ValuePath path) {
        List<String> known = effort.known(target, value, nullIsAbsent);
        if (known == null) {
            known = new ArrayList<>();
            SchemaCheck check = new SchemaCheck(walk, known, nullIsAbsent, effort);
            check.followed.push(target);
            check.check(target, value, path);
            effort.remember(target, value, nullIsAbsent, known);
        }
        return known;
    }

    private void checkCombinations(JsonNode schema, JsonNode value, ValuePath path) {
        schema.path("allOf").forEach(one -> check(one, value, path));
        if (schema.has("anyOf")) {
            checkAlternatives(schema.path("anyOf"), value, path);
        }
        JsonNode oneOf = schema.path("oneOf");
        if (!oneOf.isMissingNode() && checkAlternatives(oneOf, value, path) && walk.isExact()) {
            int fits = 0;
            for (JsonNode one : oneOf) {
                fits += trial(one, value, path, false).isEmpty() ? 1 : 0;
            }
            if (fits > 1) {
                report(path, "must fit one of the " + oneOf.size() + " alternatives, not " + fits + " of them");
            }
        }
        if (schema.has("not")
                && walk.isExact()
                && trial(schema.path("not"), value, path, false).isEmpty()) {
            report(path, "must not fit " + schema.path("not"));
        }
    }

    private List<String> trial(JsonNode schema, JsonNode value, ValuePath path, boolean withNulls) {
        List<String> found = new ArrayList<>();
        SchemaCheck trial = new SchemaCheck(walk, found, withNulls, effort);
        trial.followed = new ArrayDeque<>(followed);
        trial.check(schema, value, path);
        return found;
    }

    /** Whether one fits. If none does, reports what keeps the value from the one that it was probably meant for. */
    private boolean checkAlternatives(JsonNode alternatives, JsonNode value, ValuePath path) {
        List<List<String>> all = new ArrayList<>();
        List<String> named = null;
        for (JsonNode one : alternatives) {
            List<String> found = trial(one, value, path, nullIsAbsent);
            if (found.isEmpty()) {
                return true;
            }
            all.add(found);
            if (isNamed(resolved(one), value)) {
                named = found;
            }
        }
        if (named == null && all.size() == 1) {
            named = all.get(0);
        }
        if (named != null) {
            named.forEach(this::add);
            return false;
        }
        String first = all.stream()
                .map(found -> Printable.of(found.get(0), MAX_QUOTED_CHARS))
                .distinct()
                .collect(Collectors.joining("; or "));
        report(path, "must fit one of " + all.size() + " alternatives: " + Printable.of(first, MAX_JOINED_CHARS));
        return false;
    }

    private JsonNode resolved(JsonNode schema) {
        JsonNode target = walk.references().get(schema.path("$ref").asText());
        return target == null ? schema : target;
    }

    /** Whether a property of the alternative has a constant, and the value has it. */
    private static boolean isNamed(JsonNode schema, JsonNode value) {
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            JsonNode constant = property.getValue().get("const");
            if (constant != null
                    && value.has(property.getKey())
                    && JsonValues.same(constant, value.path(property.getKey()))) {
                return true;
            }
        }
        return false;
    }

    private void checkArray(JsonNode schema, JsonNode value, ValuePath path) {
        Deque<JsonNode> outer = enter();
        Iterator<JsonNode> prefix = schema.path("prefixItems").elements();
        JsonNode items = schema.get("items");
        int index = 0;
        for (JsonNode element : value) {
            if (isDone()) {
                break;
            }
            JsonNode expected = prefix.hasNext() ? prefix.next() : items;
            if (expected != null) {
                check(expected, element, path.element(index));
            }
            index++;
        }
        followed = outer;
    }

    private void checkObject(JsonNode schema, JsonNode value, ValuePath path) {
        Deque<JsonNode> outer = enter();
        for (JsonNode name : schema.path("required")) {
            if (!value.has(name.textValue())) {
                report(path.member(name.textValue()), "is missing");
            }
        }
        JsonNode properties = schema.path("properties");
        JsonNode additional = schema.get("additionalProperties");
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            if (isDone()) {
                break;
            }
            String name = entry.getKey();
            ValuePath where = path.member(name);
            boolean known = properties.has(name);
            if (known && !(nullIsAbsent && entry.getValue().isNull() && !requires(schema, name))) {
                check(properties.path(name), entry.getValue(), where);
            }
            for (Map.Entry<String, JsonNode> one :
                    schema.path("patternProperties").properties()) {
                effort.step();
                Boolean fits = limits.matches(one.getKey(), name);
                // One that cannot be tried may be meant.
                known |= fits == null || fits;
                if (fits != null && fits) {
                    check(one.getValue(), entry.getValue(), where);
                }
            }
            if (!known && additional != null) {
                checkAdditional(additional, properties, entry.getValue(), where);
            }
        }
        followed = outer;
    }

    private void checkAdditional(JsonNode additional, JsonNode properties, JsonNode value, ValuePath where) {
        if (additional.isBoolean() && !additional.booleanValue()) {
            report(where, "is not known; known are " + names(properties));
        } else {
            check(additional, value, where);
        }
    }

    /** Parts of the value: references count anew. */
    private Deque<JsonNode> enter() {
        Deque<JsonNode> outer = followed;
        followed = new ArrayDeque<>();
        return outer;
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

    private void report(ValuePath path, String problem) {
        if (problems.size() < MAX_PROBLEMS) {
            String text = path.text() + " " + problem;
            effort.text(text.length());
            add(text);
        }
    }

    private void add(String problem) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(problem);
        }
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
