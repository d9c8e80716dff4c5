package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import java.util.List;

/**
 * What a tool answered.
 *
 * @param toolUseId the call that it answers
 * @param content the answer; a plain text is one {@link TextBlock}
 * @param isError whether the tool failed
 * @param raw the whole block
 */
public record ToolResultBlock(String toolUseId, List<ContentBlock> content, boolean isError, RawJson raw)
        implements ContentBlock {

    public ToolResultBlock {
        content = List.copyOf(content);
    }

    @Override
    public String type() {
        return "tool_result";
    }

    /**
     * The text of the answer, joined without separator.
     *
     * @return the text, empty if there is none
     */
    public String text() {
        return ContentBlock.joinText(content);
    }

    /**
     * Whether this is a preview only, because the answer was so long that the agent put it into a file. The text then says
     * where. Source: {@code claude} 2.1 writes a mark before such a preview.
     *
     * @return true if the text begins with the mark
     */
    public boolean isPreview() {
        return text().stripLeading().startsWith("<persisted-output>");
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
