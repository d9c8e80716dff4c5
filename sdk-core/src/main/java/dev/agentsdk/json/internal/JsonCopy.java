package dev.agentsdk.json.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * Copies JSON token by token, with other values for some fields of an object. Takes as much memory as the text, where a tree
 * takes up to thirty times that. Numbers keep their characters, and nothing is converted.
 */
public final class JsonCopy {

    private JsonCopy() {}

    /** Decides about the fields of the object that is copied. */
    public interface Fields {

        /** Adds fields before the first one. */
        default void begin(JsonGenerator out) throws IOException {}

        /**
         * Looks at a field whose value is the current token.
         *
         * @param name its name
         * @param in stands at the value
         * @param out has not got the name yet
         * @return false to have the field copied; true if this method has written it, or leaves it out, and has moved the
         *     parser to the last token of the value
         */
        boolean take(String name, LineParser in, JsonGenerator out) throws IOException;

        /** Adds fields behind the last one. */
        default void end(JsonGenerator out) throws IOException {}
    }

    /**
     * Copies an object.
     *
     * @param json the object
     * @param fields what to change in it
     * @return one line of ASCII
     * @throws IOException if it is no JSON object
     */
    public static byte[] exact(byte[] json, Fields fields) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(json.length);
        try (JsonGenerator out = Json.FACTORY.createGenerator(bytes)) {
            object(json, fields, out);
        }
        return bytes.toByteArray();
    }

    /** As {@link #exact}, but an unpaired surrogate becomes U+FFFD. */
    public static byte[] wellFormed(byte[] json, Fields fields) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(json.length);
        try (JsonGenerator out = new WellFormedText(Json.FACTORY.createGenerator(bytes))) {
            object(json, fields, out);
        }
        return bytes.toByteArray();
    }

    private static void object(byte[] json, Fields fields, JsonGenerator out) throws IOException {
        try (LineParser in = new LineParser()) {
            in.begin(json);
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("The value is no object.");
            }
            out.writeStartObject();
            fields.begin(out);
            for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                in.nextToken();
                if (!fields.take(name, in, out)) {
                    out.writeFieldName(name);
                    value(in, out);
                }
            }
            fields.end(out);
            out.writeEndObject();
            requireEnd(in);
        }
    }

    /** Copies one value. */
    static void whole(byte[] json, JsonGenerator out) throws IOException {
        try (LineParser in = new LineParser()) {
            in.begin(json);
            in.nextToken();
            value(in, out);
            requireEnd(in);
        }
    }

    private static void requireEnd(LineParser in) throws IOException {
        if (!in.isAtEnd()) {
            throw new IOException("There is something behind the value.");
        }
    }

    /**
     * Copies the value whose first token is the current one.
     *
     * @param in stands at its last token afterwards
     * @param out gets it
     */
    public static void value(LineParser in, JsonGenerator out) throws IOException {
        int depth = 0;
        JsonToken token = in.currentToken();
        while (true) {
            if (token == null) {
                throw new IOException("The value is cut off.");
            }
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            token(token, in, out);
            if (depth == 0) {
                return;
            }
            token = in.nextToken();
        }
    }

    private static void token(JsonToken token, LineParser in, JsonGenerator out) throws IOException {
        switch (token) {
            case START_OBJECT -> out.writeStartObject();
            case START_ARRAY -> out.writeStartArray();
            case END_OBJECT -> out.writeEndObject();
            case END_ARRAY -> out.writeEndArray();
            case FIELD_NAME -> out.writeFieldName(in.currentName());
            case VALUE_STRING -> out.writeString(in.getTextCharacters(), in.getTextOffset(), in.getTextLength());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> out.writeNumber(in.getText());
            case VALUE_TRUE, VALUE_FALSE -> out.writeBoolean(token == JsonToken.VALUE_TRUE);
            default -> out.writeNull();
        }
    }
}
