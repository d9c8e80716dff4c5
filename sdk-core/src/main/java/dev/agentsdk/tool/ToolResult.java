package dev.agentsdk.tool;

import dev.agentsdk.internal.Json;
import dev.agentsdk.message.RawJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What comes of a tool. Immutable.
 *
 * @param content the parts, in order
 * @param isError whether it failed; the model is told so, and may try again
 * @param structured the result as a JSON object. {@code claude} 2.1.329 then shows the model this instead of the text parts
 */
public record ToolResult(List<ToolContent> content, boolean isError, Optional<RawJson> structured) {

    public ToolResult {
        content = List.copyOf(content);
        Objects.requireNonNull(structured, "structured");
    }

    /**
     * A text.
     *
     * @param text for the model
     * @return the result
     */
    public static ToolResult text(String text) {
        return of(new ToolContent.Text(text));
    }

    /**
     * Some parts.
     *
     * @param content the parts
     * @return the result
     */
    public static ToolResult of(ToolContent... content) {
        return new ToolResult(List.of(content), false, Optional.empty());
    }

    /**
     * A value as JSON text.
     *
     * @param value maps, lists, strings, numbers, booleans, {@link RawJson}; anything else as Jackson binds it
     * @return the result
     * @throws IllegalArgumentException if it cannot be written as JSON
     */
    public static ToolResult json(Object value) {
        byte[] json = Json.encode(value);
        return of(ToolContent.json(RawJson.wrap(json, 0, json.length)));
    }

    /**
     * A failure that the model should know of.
     *
     * @param message what went wrong, and what to do about it
     * @return the result
     */
    public static ToolResult error(String message) {
        return new ToolResult(List.of(new ToolContent.Text(message)), true, Optional.empty());
    }

    /**
     * Adds the result as a JSON object.
     *
     * @param value a JSON object
     * @return a changed copy
     */
    public ToolResult withStructured(RawJson value) {
        return new ToolResult(content, isError, Optional.of(value));
    }

    Map<String, Object> toWire() {
        List<Object> parts = new ArrayList<>();
        content.forEach(part -> parts.add(part.toWire()));
        Map<String, Object> wire = new LinkedHashMap<>();
        wire.put("content", parts);
        wire.put("isError", isError);
        structured.ifPresent(value -> wire.put("structuredContent", value));
        return wire;
    }
}
