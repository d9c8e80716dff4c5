package dev.agentsdk.tool;

import dev.agentsdk.CancellationSignal;
import dev.agentsdk.message.RawJson;
import java.util.Objects;
import java.util.Optional;

/**
 * The circumstances of one call of a tool.
 *
 * @param toolName the tool
 * @param toolUseId the id of the call in the conversation; {@code claude} 2.1 gives it
 * @param meta what else the agent says of the call ({@code _meta}), a JSON object
 * @param cancellation tells when the result is not wanted any more; the thread is interrupted then
 */
public record ToolContext(String toolName, Optional<String> toolUseId, RawJson meta, CancellationSignal cancellation) {

    public ToolContext {
        Objects.requireNonNull(toolName, "toolName");
        Objects.requireNonNull(toolUseId, "toolUseId");
        Objects.requireNonNull(meta, "meta");
        Objects.requireNonNull(cancellation, "cancellation");
    }
}
