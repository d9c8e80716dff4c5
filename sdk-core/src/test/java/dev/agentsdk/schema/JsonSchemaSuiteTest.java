package dev.agentsdk.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The official JSON Schema test suite, whose checked-out directory is named by the system property: {@code mvn -pl sdk-core -am
 * test -Dtest=JsonSchemaSuiteTest -Dsurefire.failIfNoSpecifiedTests=false -Dagentsdk.schema-suite=DIRECTORY}. Prints what is
 * answered in another way than the suite has it.
 */
@EnabledIfSystemProperty(
        named = "agentsdk.schema-suite",
        matches = ".+",
        disabledReason = "agentsdk.schema-suite names no directory of the JSON Schema test suite")
class JsonSchemaSuiteTest {

    /** Of the keywords that are checked. */
    private static final List<String> HANDLED = List.of(
            "type",
            "enum",
            "const",
            "properties",
            "required",
            "patternProperties",
            "additionalProperties",
            "prefixItems",
            "items",
            "anyOf",
            "oneOf",
            "allOf",
            "not",
            "ref",
            "boolean_schema",
            "infinite-loop-detection",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "minLength",
            "maxLength",
            "pattern",
            "minItems",
            "maxItems",
            "uniqueItems",
            "minProperties",
            "maxProperties");

    private final List<String> stricter = new ArrayList<>();
    private final List<String> moreLenient = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private int right;

    @Test
    void theCasesOfTheKeywordsThatAreChecked() throws IOException {
        run(HANDLED);

        report("keywords that are checked");
        assertThat(stricter).isEmpty();
        assertThat(refused).allMatch(one -> one.startsWith("enum: empty enum: "));
        int all = right + moreLenient.size() + refused.size();
        assertThat((double) right / all).as("%d of %d", right, all).isGreaterThan(0.95);
    }

    @Test
    void theCheckIsNeverStricterThanTheSchema() throws IOException {
        try (Stream<Path> files = Files.list(suite())) {
            run(new TreeSet<>(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".json"))
                            .map(name -> name.replace(".json", ""))
                            .toList())
                    .stream().toList());
        }

        report("all keywords");
        // A meta-schema that switches keywords off is not read.
        assertThat(stricter).allMatch(one -> one.startsWith("vocabulary: "));
    }

    private static Path suite() {
        return Path.of(System.getProperty("agentsdk.schema-suite"), "tests", "draft2020-12");
    }

    private void run(List<String> files) throws IOException {
        for (String file : files) {
            byte[] bytes = Files.readAllBytes(suite().resolve(file + ".json"));
            for (JsonNode group : Json.tree(bytes, 0, bytes.length)) {
                run(file + ": " + group.path("description").asText(), group);
            }
        }
    }

    private void run(String name, JsonNode group) {
        JsonSchema schema;
        try {
            schema = JsonSchema.of(Json.raw(object(group.path("schema"))));
        } catch (IllegalArgumentException e) {
            group.path("tests").forEach(test -> refused.add(name + ": " + e.getMessage()));
            return;
        }
        for (JsonNode test : group.path("tests")) {
            RawJson data = Json.raw(test.path("data"));
            boolean valid = schema.problems(data).isEmpty();
            if (valid == test.path("valid").asBoolean()) {
                right++;
            } else {
                (valid ? moreLenient : stricter)
                        .add(name + ": " + test.path("description").asText());
            }
        }
    }

    /** A schema that is true or false stands in another one: here a schema is an object. */
    private static JsonNode object(JsonNode schema) {
        if (schema.isObject()) {
            return schema;
        }
        ObjectNode holder = ShapeNode.JSON.objectNode();
        holder.putArray("allOf").add(schema);
        return holder;
    }

    private void report(String what) {
        System.out.printf(
                "%s: %d as the suite has it, %d more lenient, %d stricter, %d with a schema that is refused%n",
                what, right, moreLenient.size(), stricter.size(), refused.size());
        moreLenient.forEach(one -> System.out.println("  more lenient: " + one));
        stricter.forEach(one -> System.out.println("  stricter: " + one));
        refused.forEach(one -> System.out.println("  refused: " + one));
    }
}
