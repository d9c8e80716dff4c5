package dev.agentsdk.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the top-level {@code type} of a line. CLIs do not write it first in every message ({@code result} lines begin
 * otherwise), and nested objects have types too, so this is a scan and not a look at the prefix.
 */
final class FrameType {

    private FrameType() {}

    /**
     * The type of a line.
     *
     * @return the first top-level type that is a string; null if there is none
     * @throws IOException if the line is no JSON object, as far as it had to be read
     */
    static @Nullable String of(byte[] buffer, int offset, int length) throws IOException {
        try (JsonParser parser = Json.FACTORY.createParser(buffer, offset, length)) {
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
