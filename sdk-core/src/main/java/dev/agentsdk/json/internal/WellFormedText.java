package dev.agentsdk.json.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/**
 * A generator that writes an unpaired surrogate as U+FFFD, in strings and in names. The API refuses a request that holds
 * one; as the value stays in the conversation, the session could not be continued.
 */
final class WellFormedText extends JsonGeneratorDelegate {

    private static final char REPLACEMENT = '\ufffd';

    WellFormedText(JsonGenerator out) {
        super(out, false);
    }

    /**
     * Replaces unpaired surrogates.
     *
     * @param text any text
     * @return the same instance if it has none
     */
    static String of(String text) {
        int first = firstUnpaired(text, 0);
        if (first < 0) {
            return text;
        }
        StringBuilder changed = new StringBuilder(text);
        for (int i = first; i >= 0; i = firstUnpaired(text, i + 1)) {
            changed.setCharAt(i, REPLACEMENT);
        }
        return changed.toString();
    }

    private static int firstUnpaired(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1))) {
                    i++;
                } else {
                    return i;
                }
            }
        }
        return -1;
    }

    private static boolean hasSurrogate(char[] text, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (Character.isSurrogate(text[i])) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void writeString(String text) throws IOException {
        // Databind writes a null this way.
        delegate.writeString(text == null ? null : of(text));
    }

    @Override
    public void writeString(char[] text, int offset, int length) throws IOException {
        if (hasSurrogate(text, offset, length)) {
            writeString(new String(text, offset, length));
        } else {
            delegate.writeString(text, offset, length);
        }
    }

    @Override
    public void writeString(Reader reader, int length) throws IOException {
        StringWriter text = new StringWriter();
        reader.transferTo(text);
        writeString(length < 0 ? text.toString() : text.getBuffer().substring(0, length));
    }

    @Override
    public void writeString(SerializableString text) throws IOException {
        writeString(text.getValue());
    }

    @Override
    public void writeFieldName(String name) throws IOException {
        delegate.writeFieldName(of(name));
    }

    @Override
    public void writeFieldName(SerializableString name) throws IOException {
        writeFieldName(name.getValue());
    }

    /** Of {@code @JsonRawValue}: read and written anew, as it may hold line feeds, escapes or no JSON at all. */
    @Override
    public void writeRawValue(String json) throws IOException {
        JsonCopy.whole(json.getBytes(StandardCharsets.UTF_8), this);
    }

    @Override
    public void writeRawValue(SerializableString json) throws IOException {
        writeRawValue(json.getValue());
    }

    @Override
    public void writeRawValue(String json, int offset, int length) throws IOException {
        writeRawValue(json.substring(offset, offset + length));
    }

    @Override
    public void writeRawValue(char[] json, int offset, int length) throws IOException {
        writeRawValue(new String(json, offset, length));
    }
}
