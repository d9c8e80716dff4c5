package dev.agentsdk.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.agentsdk.message.RawJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The one way in which this SDK reads and writes JSON. */
public final class Json {

    /** Deeper than any message that a CLI writes, and far from the depth that a recursive reader of the tree fears. */
    private static final int MAX_DEPTH = 500;

    /** Longer numbers cost quadratic time to convert. */
    private static final int MAX_NUMBER_CHARS = 10_000;

    /**
     * Reads UTF-8 only: without charset detection a line with a NUL in second place is not taken for UTF-16. Lengths are
     * bounded by the line limit of the transport, not here. Field names are not interned: they come from outside.
     */
    public static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_CHARS)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private Json() {}

    /** Loaded when a tree or an object is asked for: data binding costs a first session a tenth of a second. */
    private static final class Binding {
        static final JsonMapper MAPPER = JsonMapper.builder(FACTORY)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
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
     * @return the tree; a number that no {@link java.math.BigDecimal} can hold is a string in it
     * @throws IOException if it is no JSON
     */
    public static JsonNode tree(byte[] buffer, int offset, int length) throws IOException {
        try {
            return mapper().readTree(buffer, offset, length);
        } catch (NumberFormatException e) {
            return HugeNumbers.tree(buffer, offset, length);
        }
    }

    /**
     * Writes a value as one line of ASCII: everything else is escaped, as the official Python SDK does it, so that a lone
     * surrogate in an application's string is no reason to fail.
     *
     * @param value maps, lists, strings, numbers, booleans, null; anything else as Jackson binds it
     * @return the JSON text, without a line feed
     * @throws IllegalArgumentException if it cannot be written
     */
    public static byte[] encode(Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
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
            mapper().writeValue(out, raw.tree());
        } else {
            mapper().writeValue(out, value);
        }
    }
}
