package dev.agentsdk.message.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Json;
import dev.agentsdk.message.Message;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;

/**
 * Any bytes at all as a line. In a normal build the lines in {@code MessageParserFuzzTestInputs} are tried; with the
 * profile {@code fuzz} new ones are made, guided by which branches they reach.
 */
@Tag("R-56")
@Tag("R-57")
@Tag("R-58")
class MessageParserFuzzTest {

    private static final int DEEPEST_LOOK = 30;

    @FuzzTest(maxDuration = "2m")
    void anyLineIsAMessageOrIsNone(byte[] line) throws ReflectiveOperationException {
        byte[] before = line.clone();

        Optional<Message> message = MessageParser.parse(line);

        assertThat(line).as("the line is left as it is").isEqualTo(before);
        assertThat(message.isPresent()).as("a message is one JSON object").isEqualTo(isOneObject(line));
        if (message.isPresent()) {
            Message found = message.get();
            assertThat(found.raw().utf8()).isEqualTo(line);
            assertThat(MessageParser.parse(line)).as("the same again").contains(found);
            assertThat(MessageParser.parse(line).orElseThrow()).hasSameHashCodeAs(found);
            lookAt(found, DEEPEST_LOOK);
        }
    }

    /** By Jackson alone, token by token. */
    private static boolean isOneObject(byte[] line) {
        for (byte one : line) {
            if (one == (byte) 0xFF) {
                // In no UTF-8; but Jackson lets it pass in a name that looks like one that it has seen.
                return false;
            }
        }
        try (JsonParser tokens = Json.FACTORY.createParser(line)) {
            if (tokens.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            int depth = 1;
            while (depth > 0) {
                JsonToken token = tokens.nextToken();
                if (token == null) {
                    return false;
                }
                tokens.getText();
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            }
            return tokens.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    /** Asks for everything that a message holds: what is read late must have been cut out rightly. */
    private static void lookAt(Object value, int depth) throws ReflectiveOperationException {
        assertThat(value.toString()).isNotNull();
        if (depth == 0) {
            return;
        }
        if (value instanceof RawJson raw) {
            lookAt(raw);
        } else if (value instanceof Optional<?> optional) {
            if (optional.isPresent()) {
                lookAt(optional.get(), depth - 1);
            }
        } else if (value instanceof List<?> list) {
            for (Object element : list) {
                lookAt(element, depth - 1);
            }
        } else if (value instanceof Map<?, ?> map) {
            for (Object element : map.values()) {
                lookAt(element, depth - 1);
            }
        } else if (value instanceof Record fields) {
            for (RecordComponent field : fields.getClass().getRecordComponents()) {
                try {
                    lookAt(field.getAccessor().invoke(fields), depth - 1);
                } catch (InvocationTargetException e) {
                    throw new AssertionError(field + " cannot be read", e.getCause());
                }
            }
        }
    }

    private static void lookAt(RawJson raw) {
        JsonNode tree = raw.tree();
        assertThat(raw.size()).isEqualTo(raw.utf8().length);
        // The first writing may move a decimal's point, so that its exponent passes what a number may have.
        byte[] once = writtenAgain(Json.encode(tree));
        assertThat(Arrays.equals(once, writtenAgain(once)))
                .as("a tree that was written is read as the same")
                .isTrue();
    }

    private static byte[] writtenAgain(byte[] json) {
        return Json.encode(RawJson.wrap(json, 0, json.length).tree());
    }
}
