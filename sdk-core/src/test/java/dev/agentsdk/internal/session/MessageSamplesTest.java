package dev.agentsdk.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentsdk.internal.session.MessageSamples.Sample;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Json;
import dev.agentsdk.message.ContentBlock;
import dev.agentsdk.message.HookMessage;
import dev.agentsdk.message.JsonBacked;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.SkippedLine;
import dev.agentsdk.message.SystemMessage;
import dev.agentsdk.message.TaskMessage;
import dev.agentsdk.message.UnknownMessage;
import dev.agentsdk.message.UnknownSystemMessage;
import dev.agentsdk.message.internal.MessageParser;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageSamplesTest {

    /** What a field may turn out to be. */
    private static final List<String> ODD_VALUES =
            List.of("null", "true", "-1", "1e300", "\"\"", "\"x\"", "[]", "[1,\"a\",{}]", "{}", "{\"a\":[1]}");

    static Stream<Sample> samples() {
        return MessageSamples.all();
    }

    private static Message parse(String line) {
        return MessageParser.parse(line.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }

    @ParameterizedTest(name = "{index} {0}")
    @MethodSource("samples")
    void isSerializedAsItsJson(Sample sample) throws JsonProcessingException {
        assertThat(JsonMapper.builder().build().writeValueAsString(sample.message()))
                .isEqualTo(sample.line());
    }

    @ParameterizedTest(name = "{index} {0}")
    @MethodSource("samples")
    void becomesItsRecord(Sample sample) {
        assertThat(parse(sample.line())).isEqualTo(sample.message());
        assertThat(parse(sample.line()).raw().text()).isEqualTo(sample.line());
        assertThat(parse(sample.line()).sessionId()).contains("s");
    }

    @ParameterizedTest(name = "{index} {0}")
    @MethodSource("samples")
    void tellsItsTypeAsItWentOverTheWire(Sample sample) throws Exception {
        JsonNode tree = Json.mapper().readTree(sample.line());

        assertThat(parse(sample.line()).type()).isEqualTo(tree.get("type").asText());
        if (parse(sample.line()) instanceof SystemMessage system) {
            assertThat(system.subtype()).isEqualTo(tree.get("subtype").asText());
        }
    }

    /** The order of fields is the agent's business. */
    @ParameterizedTest(name = "{index} {0}")
    @MethodSource("samples")
    void becomesTheSameWithItsFieldsInTheOppositeOrder(Sample sample) throws Exception {
        ObjectNode tree = (ObjectNode) Json.mapper().readTree(sample.line());
        List<String> names = new ArrayList<>();
        tree.fieldNames().forEachRemaining(names::add);
        Collections.reverse(names);
        ObjectNode reversed = Json.mapper().createObjectNode();
        names.forEach(name -> reversed.set(name, tree.get(name)));

        assertThat(parse(reversed.toString()))
                .usingRecursiveComparison()
                .withEqualsForType(RawJson::equals, RawJson.class)
                .ignoringFields("raw")
                .isEqualTo(sample.message());
    }

    /** Each field at any depth in turn: missing, and of each other type. The message is never lost. */
    @ParameterizedTest(name = "{index} {0}")
    @MethodSource("samples")
    @Tag("R-58")
    void isStillItselfWithAnyFieldSpoiltOrMissing(Sample sample) throws Exception {
        JsonNode whole = Json.mapper().readTree(sample.line());
        for (List<String> path : paths(whole, List.of())) {
            if (path.equals(List.of("type")) || path.equals(List.of("subtype"))) {
                continue;
            }
            assertStillItself(sample, without(whole, path).toString(), path);
            for (String odd : ODD_VALUES) {
                ObjectNode spoilt = whole.deepCopy();
                ((ObjectNode) parent(spoilt, path))
                        .set(path.get(path.size() - 1), Json.mapper().readTree(odd));
                assertStillItself(sample, spoilt.toString(), path);
            }
        }
    }

    /** The values of all accessors, also of those that read the raw JSON when they are called. */
    private static Map<String, Object> readOnDemand(Message message) throws ReflectiveOperationException {
        Map<String, Object> values = new TreeMap<>();
        for (Method method : message.getClass().getMethods()) {
            if (method.getParameterCount() == 0
                    && method.getDeclaringClass() != Object.class
                    && !Modifier.isStatic(method.getModifiers())) {
                values.put(method.getName(), method.invoke(message));
            }
        }
        return values;
    }

    private static void assertStillItself(Sample sample, String line, List<String> path) throws Exception {
        Message message = parse(line);

        assertThat(message).as("%s spoilt: %s", path, line).hasSameClassAs(sample.message());
        assertThat(message.raw().text()).isEqualTo(line);
        // What is read on demand must cope too: no accessor throws or gives null.
        assertThat(readOnDemand(message)).as("%s spoilt: %s", path, line).doesNotContainValue(null);
    }

    private static List<List<String>> paths(JsonNode node, List<String> above) {
        List<List<String>> paths = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            List<String> path = new ArrayList<>(above);
            path.add(field.getKey());
            paths.add(path);
            paths.addAll(paths(field.getValue(), path));
        }
        return paths;
    }

    private static JsonNode parent(JsonNode root, List<String> path) {
        JsonNode node = root;
        for (String name : path.subList(0, path.size() - 1)) {
            node = node.get(name);
        }
        return node;
    }

    private static ObjectNode without(JsonNode whole, List<String> path) {
        ObjectNode copy = whole.deepCopy();
        ((ObjectNode) parent(copy, path)).remove(path.get(path.size() - 1));
        return copy;
    }

    /** Lists inside messages: elements of other types are left out or kept raw, and the message stays. */
    @ParameterizedTest(name = "{index} {0}")
    @MethodSource("samples")
    void isStillItselfWithOddElementsInItsLists(Sample sample) throws Exception {
        JsonNode whole = Json.mapper().readTree(sample.line());
        for (List<String> path : paths(whole, List.of())) {
            ObjectNode spoilt = whole.deepCopy();
            if (parent(spoilt, path).get(path.get(path.size() - 1)) instanceof ArrayNode list) {
                for (String odd : ODD_VALUES) {
                    list.add(Json.mapper().readTree(odd));
                }
                assertStillItself(sample, spoilt.toString(), path);
            }
        }
    }

    @Test
    void thereIsASampleOfEveryMessage() {
        Set<Class<?>> sampled =
                samples().map(sample -> sample.message().getClass()).collect(Collectors.toSet());
        Set<Class<?>> known = new HashSet<>();
        for (Class<?> parent : List.of(Message.class, SystemMessage.class, TaskMessage.class, HookMessage.class)) {
            Stream.of(parent.getPermittedSubclasses())
                    .filter(type -> !type.isInterface())
                    .forEach(known::add);
        }
        known.removeAll(Set.of(UnknownMessage.class, UnknownSystemMessage.class, SkippedLine.class));

        assertThat(sampled).containsExactlyInAnyOrderElementsOf(known);
        assertThat(ContentBlock.class.getPermittedSubclasses())
                .allMatch(type -> type.isRecord() || JsonBacked.class.isAssignableFrom(type));
    }
}
