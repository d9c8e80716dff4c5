package dev.agentsdk.message.internal;

import com.fasterxml.jackson.core.JsonToken;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.FieldReader;
import dev.agentsdk.json.internal.FieldReader.Repeated;
import dev.agentsdk.message.CompactionBlock;
import dev.agentsdk.message.ContainerUploadBlock;
import dev.agentsdk.message.ContentBlock;
import dev.agentsdk.message.DocumentBlock;
import dev.agentsdk.message.FallbackBlock;
import dev.agentsdk.message.ImageBlock;
import dev.agentsdk.message.McpToolListingBlock;
import dev.agentsdk.message.McpToolUseBlock;
import dev.agentsdk.message.RedactedThinkingBlock;
import dev.agentsdk.message.SearchResultBlock;
import dev.agentsdk.message.ServerToolResultBlock;
import dev.agentsdk.message.ServerToolUseBlock;
import dev.agentsdk.message.TextBlock;
import dev.agentsdk.message.ThinkingBlock;
import dev.agentsdk.message.ToolChangeBlock;
import dev.agentsdk.message.ToolResultBlock;
import dev.agentsdk.message.ToolUseBlock;
import dev.agentsdk.message.UnknownBlock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the content of a message or of a tool result: a plain text, or a list of blocks. The fields of all known blocks
 * are collected first, since {@code type} need not come first. A value that is not content is kept as an unknown block, and
 * so is a list of more than {@link FieldReader#MAX_ELEMENTS} blocks, or with ten times as many fields that no block has.
 */
public final class ContentParser {

    private ContentParser() {}

    /**
     * Reads content that is a value of its own.
     *
     * @param content the content
     * @return its blocks
     */
    public static List<ContentBlock> blocksOf(RawJson content) {
        byte[] bytes = content.utf8();
        try (FieldReader in = FieldReader.on(bytes)) {
            in.nextElement();
            List<ContentBlock> blocks = blocks(in);
            in.finish();
            return blocks;
        } catch (IOException e) {
            throw new IllegalStateException("A slice of a line that was read once is no JSON.", e);
        }
    }

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
            return List.of(new UnknownBlock("", in.capture()));
        }
        int start = in.tokenStart();
        List<ContentBlock> blocks = new ArrayList<>(2);
        while (in.nextElement() != JsonToken.END_ARRAY) {
            if (!in.mayAddElement()) {
                in.skipElements();
                return List.of(new UnknownBlock("", in.since(start)));
            }
            blocks.add(in.isObject() ? new Block().read(in) : new UnknownBlock("", in.capture()));
        }
        return blocks;
    }

    /** The fields of one block, while it is read. */
    private static final class Block {
        private String type = "";
        private @Nullable String text;
        private @Nullable String thinking;
        private @Nullable String data;
        private String signature = "";
        private @Nullable String id;
        private @Nullable String name;
        private @Nullable RawJson input;
        private @Nullable String toolUseId;
        private List<ContentBlock> content = List.of();
        private @Nullable RawJson rawContent;
        private boolean objectContent;
        private boolean isError;
        private @Nullable RawJson source;
        private @Nullable String title;
        private @Nullable String context;

        ContentBlock read(FieldReader in) throws IOException {
            int start = in.tokenStart();
            for (String field = in.nextField(); field != null; field = in.nextField()) {
                switch (field) {
                    case "type" -> type = in.repeatedOr(Repeated.BLOCK_TYPE, "");
                    case "text" -> text = in.stringOrSkip();
                    case "thinking" -> thinking = in.stringOrSkip();
                    case "data" -> data = in.stringOrSkip();
                    case "signature" -> signature = in.stringOr("");
                    case "id" -> id = in.stringOrSkip();
                    case "name" -> name = in.stringOrSkip();
                    case "input" -> input = in.capture();
                    case "tool_use_id" -> toolUseId = in.stringOrSkip();
                    case "is_error" -> isError = Boolean.TRUE.equals(in.boolOrSkip());
                    case "content" -> readContent(in);
                    case "source" -> source = in.isObject() ? in.capture() : skipped(in);
                    case "title" -> title = in.stringOrSkip();
                    case "context" -> context = in.stringOrSkip();
                    default -> in.skipUnknownField();
                }
            }
            RawJson raw = in.since(start);
            ContentBlock known = known(raw);
            return known != null ? known : new UnknownBlock(type, raw);
        }

        private static @Nullable RawJson skipped(FieldReader in) throws IOException {
            in.skip();
            return null;
        }

        /**
         * Results of server tools use this name for objects and for lists of other things. Which it is, the type may tell
         * only later: so the list is read as blocks, and cut out as it stands.
         */
        private void readContent(FieldReader in) throws IOException {
            if (in.isNull()) {
                return;
            }
            int start = in.tokenStart();
            if (in.isObject()) {
                content = List.of();
                in.skip();
                rawContent = in.since(start);
                objectContent = true;
            } else {
                content = blocks(in);
                rawContent = in.since(start);
                objectContent = false;
            }
        }

        /** Null when the type is unknown or lacks a field that it cannot do without. */
        private @Nullable ContentBlock known(RawJson raw) {
            return switch (type) {
                case "text" -> text == null ? null : new TextBlock(text, raw);
                case "thinking" -> thinking == null ? null : new ThinkingBlock(thinking, signature, raw);
                case "redacted_thinking" -> data == null ? null : new RedactedThinkingBlock(data, raw);
                case "tool_use" ->
                    id == null || name == null || input == null ? null : new ToolUseBlock(id, name, input, raw);
                case "tool_result" ->
                    toolUseId == null || objectContent ? null : new ToolResultBlock(toolUseId, content, isError, raw);
                case "image" -> source == null ? null : new ImageBlock(source, raw);
                case "document" ->
                    source == null
                            ? null
                            : new DocumentBlock(source, Optional.ofNullable(title), Optional.ofNullable(context), raw);
                case "server_tool_use" ->
                    id == null || name == null || input == null ? null : new ServerToolUseBlock(id, name, input, raw);
                case "mcp_tool_use" -> id == null || name == null || input == null ? null : McpToolUseBlock.of(raw);
                case "mcp_tool_listing" -> McpToolListingBlock.of(raw);
                case "container_upload" -> ContainerUploadBlock.of(raw);
                case "compaction" -> CompactionBlock.of(raw);
                case "fallback" -> FallbackBlock.of(raw);
                case "tool_addition", "tool_removal" -> ToolChangeBlock.of(raw);
                case "search_result" -> SearchResultBlock.of(raw);
                default ->
                    toolUseId != null && type.endsWith("_tool_result")
                            ? new ServerToolResultBlock(type, toolUseId, Optional.ofNullable(rawContent), raw)
                            : null;
            };
        }
    }
}
