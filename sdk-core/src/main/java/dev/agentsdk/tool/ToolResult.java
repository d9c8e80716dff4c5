package dev.agentsdk.tool;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Json;
import dev.agentsdk.json.internal.Printable;
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

    /**
     * A result.
     *
     * @throws IllegalArgumentException if it is an error without content, which the API refuses, or {@code structured} is no
     *     JSON object
     */
    public ToolResult {
        content = List.copyOf(content);
        Objects.requireNonNull(structured, "structured");
        if (isError && content.isEmpty() && structured.isEmpty()) {
            throw new IllegalArgumentException("A tool's result that is an error must say what went wrong.");
        }
        structured.ifPresent(value -> {
            if (!value.tree().isObject()) {
                throw new IllegalArgumentException("The structured result of a tool must be a JSON object, not "
                        + Printable.of(value.text(), 100) + ". Put a list into a field of an object.");
            }
        });
    }

    /**
     * A text.
     *
     * @param text for the model, not blank
     * @return the result
     * @throws IllegalArgumentException if it is empty or blank: the API refuses a conversation with an empty text block
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
     * @param value maps, lists, strings, numbers, booleans, {@link RawJson}; records and other objects as Jackson writes
     *     them, in the form that tool arguments are read in ({@link dev.agentsdk.schema.RecordShape}): dates and times as
     *     text, an empty {@code Optional} left out, records of a sealed interface with the property that names them
     * @return the result
     * @throws IllegalArgumentException if it cannot be written as JSON
     */
    public static ToolResult json(Object value) {
        return of(ToolContent.json(Json.raw(value)));
    }

    /**
     * A failure that the model should know of.
     *
     * @param message what went wrong, and what to do about it; not blank
     * @return the result
     * @throws IllegalArgumentException if it is empty or blank
     */
    public static ToolResult error(String message) {
        return new ToolResult(List.of(new ToolContent.Text(message)), true, Optional.empty());
    }

    /**
     * Adds the result as a JSON object.
     *
     * @param value a JSON object
     * @return a changed copy
     * @throws IllegalArgumentException if it is not a JSON object
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
