package dev.agentsdk.message.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.agentsdk.json.internal.FieldReader;
import dev.agentsdk.json.internal.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the top-level {@code type} of a line. CLIs do not write it first in every message ({@code result} lines begin
 * otherwise), and nested objects have types too, so this is a scan and not a look at the prefix; but a line that begins
 * with its type needs no parser, which would cost more than all else that the reading thread does with it.
 */
public final class FrameType {

    private static final byte[] BEGINNING = "{\"type\":\"".getBytes(StandardCharsets.US_ASCII);

    private FrameType() {}

    /**
     * The type of a line.
     *
     * @return the first top-level type that is a string; null if there is none
     * @throws IOException if the line is not a JSON object, as far as it had to be read
     */
    public static @Nullable String of(byte[] buffer, int offset, int length) throws IOException {
        String first = atTheBeginning(buffer, offset, offset + length);
        return first != null ? first : scan(buffer, offset, length);
    }

    /** Null if the line begins otherwise, or with a type that is not plain ASCII. */
    private static @Nullable String atTheBeginning(byte[] buffer, int offset, int end) {
        int start = offset + BEGINNING.length;
        if (start > end || !Arrays.equals(buffer, offset, start, BEGINNING, 0, BEGINNING.length)) {
            return null;
        }
        for (int i = start; i < end; i++) {
            if (buffer[i] == '"') {
                return new String(buffer, start, i - start, StandardCharsets.US_ASCII);
            }
            // What is not ASCII is negative.
            if (buffer[i] < ' ' || buffer[i] == '\\') {
                return null;
            }
        }
        return null;
    }

    private static @Nullable String scan(byte[] buffer, int offset, int length) throws IOException {
        try (JsonParser parser = Json.parser(buffer, offset, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new FieldReader.NotAnObjectException();
            }
            String name;
            while ((name = parser.nextFieldName()) != null) {
                JsonToken value = parser.nextToken();
                if (value == JsonToken.VALUE_STRING && name.equals("type")) {
                    return parser.getText();
                }
                parser.skipChildren();
            }
            return null;
        }
    }
}
