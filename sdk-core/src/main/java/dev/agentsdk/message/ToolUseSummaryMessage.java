package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a number of tool calls did, in words (wire type {@code tool_use_summary}).
 *
 * @param summary the words
 * @param precedingToolUseIds the calls
 * @param sessionId the session
 * @param uuid the id of this message
 * @param raw the whole message
 */
public record ToolUseSummaryMessage(
        String summary,
        List<String> precedingToolUseIds,
        Optional<String> sessionId,
        Optional<String> uuid,
        RawJson raw)
        implements Message {

    public ToolUseSummaryMessage {
        Objects.requireNonNull(summary, "summary");
        precedingToolUseIds = List.copyOf(precedingToolUseIds);
    }

    @Override
    public String type() {
        return "tool_use_summary";
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
