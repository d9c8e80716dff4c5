package dev.agentsdk.json.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.agentsdk.json.RawJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The one way in which this SDK reads and writes JSON. */
public final class Json {

    /** Deeper than any message that a CLI writes, and far from the depth that a recursive reader of the tree fears. */
    private static final int MAX_DEPTH = 500;

    /**
     * The longest number that is converted, in characters, and the largest exponent: Jackson's default. A conversion costs
     * the square of the digits, and an exponent of nine digits fills the memory in {@code toBigInteger()}.
     */
    static final int MAX_NUMBER_CHARS = 1_000;

    /**
     * Reads UTF-8 only: without charset detection a line with a NUL in second place is not taken for UTF-16. Lengths are
     * bounded by the line limit of the transport, not here. Field names are not interned: they come from outside.
     *
     * <p>Refuses a number of more than {@value #MAX_NUMBER_CHARS} characters wherever it stands. What an agent writes is
     * read by {@link #parser} and {@link FieldReader}, which step over such a number.
     */
    public static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .streamReadConstraints(constraints(MAX_NUMBER_CHARS))
            .build();

    /** Of a parser that looks at the length of a number before anything converts it. */
    static final StreamReadConstraints ANY_NUMBER = constraints(Integer.MAX_VALUE);

    private Json() {}

    private static StreamReadConstraints constraints(int maxNumberChars) {
        return StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxNumberLength(maxNumberChars)
                .maxStringLength(Integer.MAX_VALUE)
                .maxNameLength(Integer.MAX_VALUE)
                .build();
    }

    /** Loaded when a tree or an object is asked for: data binding costs a first session a tenth of a second. */
    private static final class Binding {
        static final JsonMapper MAPPER = JsonMapper.builder(FACTORY)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
    }

    /** For objects of an application. */
    private static final class Writing {
        static final JsonMapper MAPPER = JsonMapper.builder(FACTORY)
                .annotationIntrospector(new WritableTypes.Names())
                .addModule(new WritableTypes())
                .build();
    }

    /**
     * For trees and objects: exact decimals, no complaint about fields that a class lacks, nothing behind the value.
     *
     * @return the mapper
     */
    public static JsonMapper mapper() {
        return Binding.MAPPER;
    }

    /**
     * Parses one value.
     *
     * @param buffer holds it in UTF-8
     * @param offset where it begins
     * @param length its length in bytes
     * @return the tree; a number of more than {@value #MAX_NUMBER_CHARS} characters, or with an exponent beyond that, is a
     *     string in it
     * @throws IOException if it is not JSON
     */
    public static JsonNode tree(byte[] buffer, int offset, int length) throws IOException {
        return tree(parser(buffer, offset, length));
    }

    private static JsonNode tree(JsonParser opened) throws IOException {
        try (JsonParser parser = opened) {
            JsonNode tree = mapper().readTree(parser);
            if (tree == null || parser.nextToken() != null) {
                throw new IOException(tree == null ? "There is no value." : "There is something behind the value.");
            }
            return tree;
        }
    }

    /**
     * Parses one value that may not have many parts: the objects of a tree take up to thirty times the bytes of the text.
     *
     * @param buffer holds it in UTF-8
     * @param maxTokens how many JSON tokens it may have
     * @return the tree, as in {@link #tree(byte[], int, int)}
     * @throws TooManyTokensException if it has more; no more are read
     * @throws IOException if it is not JSON
     */
    public static JsonNode boundedTree(byte[] buffer, int maxTokens) throws IOException {
        return tree(new HugeNumbers(buffer, 0, buffer.length, maxTokens));
    }

    /** A value has more JSON tokens than its tree may have. */
    public static final class TooManyTokensException extends IOException {
        private static final long serialVersionUID = 1L;

        TooManyTokensException(int most) {
            super("The value has more than " + most + " JSON tokens.");
        }
    }

    /**
     * Checks that a text is one JSON value, without a tree.
     *
     * @param buffer holds it in UTF-8
     * @throws IOException if it is none
     */
    public static void requireValue(byte[] buffer) throws IOException {
        try (JsonParser parser = parser(buffer, 0, buffer.length)) {
            if (parser.nextToken() == null) {
                throw new IOException("There is no value.");
            }
            parser.skipChildren();
            // Decodes a string, whose escapes may be wrong.
            parser.finishToken();
            if (parser.nextToken() != null) {
                throw new IOException("There is something behind the value.");
            }
        }
    }

    /**
     * Whether a string of a {@link #tree} has the form of a number that is a string there.
     *
     * @param text the string
     * @return false for any other text
     */
    public static boolean isHugeNumber(String text) {
        return HugeNumbers.isFormOfOne(text);
    }

    /**
     * A parser of what an agent wrote, for trees and data binding.
     *
     * @param buffer holds it in UTF-8
     * @param offset where it begins
     * @param length its length in bytes
     * @return a parser to which a number that {@link #tree} shows as a string is one
     */
    public static JsonParser parser(byte[] buffer, int offset, int length) {
        return new HugeNumbers(buffer, offset, length, Integer.MAX_VALUE);
    }

    /**
     * Writes a value as JSON.
     *
     * @param value as for {@link #encode}
     * @return the JSON
     * @throws IllegalArgumentException if it cannot be written
     */
    public static RawJson raw(Object value) {
        byte[] json = encode(value);
        return RawJson.wrap(json, 0, json.length);
    }

    /**
     * Writes a value as one line of ASCII: everything else is escaped. An unpaired surrogate becomes U+FFFD.
     *
     * @param value maps, lists, strings, numbers, booleans, null; anything else as Jackson binds it, with dates as text,
     *     an empty {@code Optional} left out, and records of sealed interfaces with their names
     * @return the JSON text, without a line feed
     * @throws IllegalArgumentException if it cannot be written
     */
    public static byte[] encode(Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator out = new WellFormedText(FACTORY.createGenerator(bytes))) {
            write(value, out);
        } catch (IOException e) {
            throw new IllegalArgumentException("Cannot be written as JSON: " + e.getMessage(), e);
        }
        return bytes.toByteArray();
    }

    private static void write(@Nullable Object value, JsonGenerator out) throws IOException {
        if (value == null) {
            out.writeNull();
        } else if (value instanceof String text) {
            out.writeString(text);
        } else if (value instanceof Boolean flag) {
            out.writeBoolean(flag);
        } else if (value instanceof Integer || value instanceof Long) {
            out.writeNumber(((Number) value).longValue());
        } else if (value instanceof Map<?, ?> map) {
            out.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.writeFieldName(String.valueOf(entry.getKey()));
                write(entry.getValue(), out);
            }
            out.writeEndObject();
        } else if (value instanceof List<?> list) {
            out.writeStartArray();
            for (Object element : list) {
                write(element, out);
            }
            out.writeEndArray();
        } else if (value instanceof RawJson raw) {
            // Not as it stands: it may have been written over several lines.
            byte[] json = raw.utf8();
            JsonCopy.whole(json, out);
        } else {
            Writing.MAPPER.writeValue(out, value);
        }
    }
}
