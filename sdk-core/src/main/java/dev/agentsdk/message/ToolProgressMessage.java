package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A tool is still at work (wire type {@code tool_progress}).
 *
 * @param toolUseId the call
 * @param toolName the tool
 * @param parentToolUseId the tool call whose subagent called it; empty in the main conversation
 * @param elapsed how long it runs
 * @param taskId the task that it belongs to
 * @param heartbeat whether this only says that it lives
 * @param subagentType the kind of helper that called it
 * @param subagentRetry why the helper tries again
 * @param sessionId the session
 * @param uuid the id of this message
 * @param raw the whole message
 */
public record ToolProgressMessage(
        String toolUseId,
        String toolName,
        Optional<String> parentToolUseId,
        Duration elapsed,
        Optional<String> taskId,
        boolean heartbeat,
        Optional<String> subagentType,
        Optional<SubagentRetry> subagentRetry,
        Optional<String> sessionId,
        Optional<String> uuid,
        RawJson raw)
        implements Message {

    public ToolProgressMessage {
        Objects.requireNonNull(toolUseId, "toolUseId");
        Objects.requireNonNull(toolName, "toolName");
        Objects.requireNonNull(elapsed, "elapsed");
    }

    @Override
    public String type() {
        return "tool_progress";
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
