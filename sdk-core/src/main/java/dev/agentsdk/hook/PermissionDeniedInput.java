package dev.agentsdk.hook;

import dev.agentsdk.internal.Fields;
import dev.agentsdk.message.RawJson;
import java.util.Optional;

/**
 * A permission was refused. Newer agents only.
 *
 * @param common what every hook is told
 * @param toolName the tool
 * @param toolInput its input, a JSON object
 * @param toolUseId the id of the tool call
 * @param reason why
 * @param mcpServer the MCP server that the tool belongs to; newer agents only
 */
public record PermissionDeniedInput(
        HookCommon common,
        String toolName,
        RawJson toolInput,
        Optional<String> toolUseId,
        String reason,
        Optional<RawJson> mcpServer)
        implements HookInput {

    /** Empty if the agent does not say what it is about. */
    static Optional<HookInput> read(HookCommon common, Fields fields) {
        if (fields.text("tool_name").isEmpty() || fields.object("tool_input").isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new PermissionDeniedInput(
                common,
                fields.textOrEmpty("tool_name"),
                Fields.raw(fields.node().path("tool_input")),
                fields.text("tool_use_id"),
                fields.textOrEmpty("reason"),
                fields.raw("mcp_server")));
    }
}
