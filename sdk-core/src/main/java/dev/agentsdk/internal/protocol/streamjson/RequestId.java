package dev.agentsdk.internal.protocol.streamjson;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.FieldReader;
import dev.agentsdk.json.internal.Json;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The id of a control request of the agent. A number is answered as the number that it was, since the agent compares.
 *
 * @param text the string, or the digits of the number
 * @param isNumber whether it was a JSON number
 */
public record RequestId(String text, boolean isNumber) {

    /** Longer than any number that serves as an id; a longer one is none. */
    static final int MAX_NUMBER_CHARS = 40;

    public static RequestId of(String text) {
        return new RequestId(text, false);
    }

    /** The current value of a reader; null if it is neither a string nor a number. */
    static @Nullable RequestId read(FieldReader in) throws IOException {
        if (in.isNumber()) {
            String digits = in.capture().text();
            return digits.length() <= MAX_NUMBER_CHARS ? new RequestId(digits, true) : null;
        }
        String text = in.stringOrSkip();
        return text == null ? null : of(text);
    }

    /** A value for {@link Json#encode}. */
    Object toJson() {
        return isNumber ? RawJson.of(text) : text;
    }
}
