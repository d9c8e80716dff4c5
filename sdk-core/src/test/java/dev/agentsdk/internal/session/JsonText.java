package dev.agentsdk.internal.session;

import java.nio.charset.StandardCharsets;

/** Spares the tests the escaping: they write JSON with single quotes. */
public final class JsonText {

    private JsonText() {}

    /** {@return the text with double quotes for single ones} */
    public static String json(String singleQuoted) {
        return singleQuoted.replace('\'', '"');
    }

    /** {@return the same as bytes} */
    public static byte[] jsonBytes(String singleQuoted) {
        return json(singleQuoted).getBytes(StandardCharsets.UTF_8);
    }
}
