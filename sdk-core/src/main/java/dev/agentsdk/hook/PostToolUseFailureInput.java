package dev.agentsdk.hook;

import dev.agentsdk.internal.Fields;
import dev.agentsdk.message.RawJson;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A tool has failed.
 *
 * @param common what every hook is told
 * @param toolName the tool
 * @param toolInput its input, a JSON object
 * @param toolUseId the id of the tool call
 * @param error what went wrong
 * @param isInterrupt whether it was interrupted
 * @param durationMillis how long it ran, in milliseconds; newer agents only
 * @param mcpServer the MCP server that the tool belongs to; newer agents only
 */
public record PostToolUseFailureInput(
        HookCommon common,
        String toolName,
        RawJson toolInput,
        Optional<String> toolUseId,
        String error,
        boolean isInterrupt,
        OptionalLong durationMillis,
        Optional<RawJson> mcpServer)
        implements HookInput {

    /** Empty if the agent does not say what it is about. */
    static Optional<HookInput> read(HookCommon common, Fields fields) {
        if (fields.text("tool_name").isEmpty() || fields.object("tool_input").isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new PostToolUseFailureInput(
                common,
                fields.textOrEmpty("tool_name"),
                Fields.raw(fields.node().path("tool_input")),
                fields.text("tool_use_id"),
                fields.textOrEmpty("error"),
                fields.flag("is_interrupt"),
                fields.longInteger("duration_ms"),
                fields.raw("mcp_server")));
    }
}
