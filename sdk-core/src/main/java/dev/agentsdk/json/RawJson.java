package dev.agentsdk.json;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.json.internal.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * A JSON value as the agent wrote it: a slice of UTF-8 bytes that is parsed only when asked. Nothing is lost on the way:
 * fields that this SDK does not know and digits that a {@code double} cannot hold are all there.
 *
 * <p>Immutable and thread-safe. Equality is that of the bytes.
 */
public final class RawJson {

    private final byte[] buffer;
    private final int offset;
    private final int length;

    private RawJson(byte[] buffer, int offset, int length) {
        this.buffer = buffer;
        this.offset = offset;
        this.length = length;
    }

    /**
     * Makes a value from text.
     *
     * @param json one JSON value
     * @return the value
     * @throws IllegalArgumentException if it is not JSON
     */
    public static RawJson of(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        try {
            Json.requireValue(bytes);
        } catch (IOException e) {
            throw new IllegalArgumentException("Not a JSON value: " + e.getMessage(), e);
        }
        return new RawJson(bytes, 0, bytes.length);
    }

    /**
     * Makes a value from a part of an array, without copying and without checking it.
     *
     * @param buffer holds the value in UTF-8; must not change any more
     * @param offset where it begins
     * @param length its length in bytes
     * @return the value
     */
    public static RawJson wrap(byte[] buffer, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        return new RawJson(buffer, offset, length);
    }

    /**
     * Parses the value. Each call parses anew: keep the tree if you need it more than once.
     *
     * @return the tree, never null; decimals are exact ({@link java.math.BigDecimal}). A number of more than 1,000
     *     characters, or with an exponent over 1,000 or under -1,000, is a string of its characters: the conversion of such
     *     numbers costs seconds, and an agent may write many of them
     * @throws IllegalStateException if the bytes are not JSON, which only {@link #wrap} makes possible
     */
    public JsonNode tree() {
        try {
            return Json.tree(buffer, offset, length);
        } catch (IOException e) {
            throw new IllegalStateException("Not a JSON value: " + e.getMessage(), e);
        }
    }

    /**
     * Binds the value to a class of yours with Jackson; fields that the class lacks are ignored. Numbers that are strings
     * in {@link #tree()} are strings here too.
     *
     * @param type the class
     * @param <T> the class
     * @return the object
     * @throws IllegalArgumentException if the value does not fit the class
     */
    public <T> T as(Class<T> type) {
        try {
            try (JsonParser parser = Json.parser(buffer, offset, length)) {
                return Json.mapper().readValue(parser, type);
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "The JSON value does not fit " + type.getName() + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The value as the agent wrote it. Jackson 2 and 3 write this text where a {@code RawJson} is serialized.
     *
     * @return the JSON text
     */
    @JsonValue
    @JsonRawValue
    public String text() {
        return new String(buffer, offset, length, StandardCharsets.UTF_8);
    }

    /**
     * The value as the agent wrote it.
     *
     * @return a new array of UTF-8 bytes
     */
    public byte[] utf8() {
        return Arrays.copyOfRange(buffer, offset, offset + length);
    }

    /**
     * The length of the text.
     *
     * @return bytes in UTF-8
     */
    public int size() {
        return length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawJson that
                && Arrays.equals(buffer, offset, offset + length, that.buffer, that.offset, that.offset + that.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + buffer[i];
        }
        return hash;
    }

    /**
     * A short form for logs and debuggers that shows no content.
     *
     * @return the size
     */
    @Override
    public String toString() {
        return "RawJson[" + length + " bytes]";
    }
}
