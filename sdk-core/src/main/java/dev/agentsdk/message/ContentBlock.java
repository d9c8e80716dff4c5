package dev.agentsdk.message;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.agentsdk.json.RawJson;
import java.util.List;

/** A part of a message. Immutable. Later versions may add types: a {@code switch} over them needs a {@code default}. */
public sealed interface ContentBlock
        permits CompactionBlock,
                ContainerUploadBlock,
                DocumentBlock,
                FallbackBlock,
                ImageBlock,
                McpToolListingBlock,
                McpToolUseBlock,
                RedactedThinkingBlock,
                SearchResultBlock,
                ServerToolResultBlock,
                ServerToolUseBlock,
                TextBlock,
                ThinkingBlock,
                ToolChangeBlock,
                ToolResultBlock,
                ToolUseBlock,
                UnknownBlock {

    /**
     * The type as it went over the wire.
     *
     * @return for example {@code text}
     */
    String type();

    /**
     * The whole block as the agent wrote it, with all fields.
     *
     * @return the raw JSON
     */
    @JsonValue
    RawJson raw();

    /**
     * The text of all text blocks, joined without separator.
     *
     * @param blocks some blocks
     * @return the text, empty if there is none
     */
    static String joinText(List<ContentBlock> blocks) {
        if (blocks.size() == 1 && blocks.get(0) instanceof TextBlock only) {
            return only.text();
        }
        StringBuilder text = new StringBuilder();
        for (ContentBlock block : blocks) {
            if (block instanceof TextBlock part) {
                text.append(part.text());
            }
        }
        return text.toString();
    }
}
