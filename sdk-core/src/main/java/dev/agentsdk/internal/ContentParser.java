package dev.agentsdk.internal;

import com.fasterxml.jackson.core.JsonToken;
import dev.agentsdk.message.ContentBlock;
import dev.agentsdk.message.RawJson;
import dev.agentsdk.message.TextBlock;
import dev.agentsdk.message.ThinkingBlock;
import dev.agentsdk.message.ToolResultBlock;
import dev.agentsdk.message.ToolUseBlock;
import dev.agentsdk.message.UnknownBlock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the content of a message or of a tool result: a plain text, or a list of blocks. The fields of all known blocks
 * are collected first, since {@code type} need not come first.
 */
final class ContentParser {

    private ContentParser() {}

    /** Reads the value at which the reader stands; null means no blocks. */
    static List<ContentBlock> blocks(FieldReader in) throws IOException {
        JsonToken token = in.token();
        if (token == JsonToken.VALUE_NULL) {
            return List.of();
        }
        if (token == JsonToken.VALUE_STRING) {
            String text = in.stringOr("");
            return List.of(new TextBlock(text, in.capture()));
        }
        if (token != JsonToken.START_ARRAY) {
            throw in.unexpected("a string or an array");
        }
        List<ContentBlock> blocks = new ArrayList<>(2);
        while (in.nextElement() != JsonToken.END_ARRAY) {
            blocks.add(block(in));
        }
        return blocks;
    }

    private static ContentBlock block(FieldReader in) throws IOException {
        in.requireObject();
        int start = in.tokenStart();
        String type = "";
        String text = null;
        String thinking = null;
        String signature = "";
        String id = null;
        String name = null;
        RawJson input = null;
        String toolUseId = null;
        List<ContentBlock> content = List.of();
        boolean isError = false;
        boolean odd = false;
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "type" -> type = in.stringOr("");
                case "text" -> text = in.stringOrSkip();
                case "thinking" -> thinking = in.stringOrSkip();
                case "signature" -> signature = in.stringOr("");
                case "id" -> id = in.stringOrSkip();
                case "name" -> name = in.stringOrSkip();
                case "input" -> input = in.capture();
                case "tool_use_id" -> toolUseId = in.stringOrSkip();
                case "is_error" -> isError = in.token() == JsonToken.VALUE_TRUE;
                case "content" -> {
                    // Blocks of other types use this name for objects (advisor_tool_result, web_search_tool_result …).
                    if (in.token() == JsonToken.START_OBJECT) {
                        odd = true;
                        in.skip();
                    } else {
                        content = blocks(in);
                    }
                }
                default -> in.skip();
            }
        }
        RawJson raw = in.since(start);
        ContentBlock known =
                known(type, raw, text, thinking, signature, id, name, input, toolUseId, odd ? null : content, isError);
        return known != null ? known : new UnknownBlock(type, raw);
    }

    /** Null when the type is unknown or lacks a field that it cannot do without. */
    private static @Nullable ContentBlock known(
            String type,
            RawJson raw,
            @Nullable String text,
            @Nullable String thinking,
            String signature,
            @Nullable String id,
            @Nullable String name,
            @Nullable RawJson input,
            @Nullable String toolUseId,
            @Nullable List<ContentBlock> content,
            boolean isError) {
        return switch (type) {
            case "text" -> text == null ? null : new TextBlock(text, raw);
            case "thinking" -> thinking == null ? null : new ThinkingBlock(thinking, signature, raw);
            case "tool_use" ->
                id == null || name == null || input == null ? null : new ToolUseBlock(id, name, input, raw);
            case "tool_result" ->
                toolUseId == null || content == null ? null : new ToolResultBlock(toolUseId, content, isError, raw);
            default -> null;
        };
    }
}
