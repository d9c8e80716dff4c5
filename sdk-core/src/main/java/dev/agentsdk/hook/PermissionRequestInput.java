package dev.agentsdk.hook;

import dev.agentsdk.internal.Fields;
import dev.agentsdk.message.RawJson;
import dev.agentsdk.permission.PermissionUpdate;
import java.util.List;
import java.util.Optional;

/**
 * The agent is about to ask for a permission.
 *
 * @param common what every hook is told
 * @param toolName the tool
 * @param toolInput its input, a JSON object
 * @param permissionSuggestions changes of the rules that would make asking needless
 * @param mcpServer the MCP server that the tool belongs to; newer agents only
 */
public record PermissionRequestInput(
        HookCommon common,
        String toolName,
        RawJson toolInput,
        List<PermissionUpdate> permissionSuggestions,
        Optional<RawJson> mcpServer)
        implements HookInput {

    public PermissionRequestInput {
        permissionSuggestions = List.copyOf(permissionSuggestions);
    }

    /** Empty if the agent does not say what it is about. */
    static Optional<HookInput> read(HookCommon common, Fields fields) {
        if (fields.text("tool_name").isEmpty() || fields.object("tool_input").isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new PermissionRequestInput(
                common,
                fields.textOrEmpty("tool_name"),
                Fields.raw(fields.node().path("tool_input")),
                fields.objects("permission_suggestions", update -> PermissionUpdate.read(update.raw())),
                fields.raw("mcp_server")));
    }
}
