package dev.agentsdk.hook;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import dev.agentsdk.permission.PermissionUpdate;
import java.util.List;
import java.util.Optional;

/** The agent is about to ask for a permission. */
public final class PermissionRequestInput extends JsonBacked implements HookInput {

    private final HookCommon common;
    private final ShallowObject in;

    PermissionRequestInput(HookCommon common) {
        super(common.raw());
        this.common = common;
        this.in = ShallowObject.of(common.raw());
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the input
     */
    public static PermissionRequestInput of(RawJson raw) {
        return new PermissionRequestInput(HookCommon.of(raw));
    }

    @Override
    public HookCommon common() {
        return common;
    }

    /** {@return the tool} */
    public String toolName() {
        return in.text("tool_name");
    }

    /** {@return its input, a JSON object} */
    public RawJson toolInput() {
        return in.rawOrEmpty("tool_input");
    }

    /** {@return changes of the rules that would make asking needless} */
    public List<PermissionUpdate> permissionSuggestions() {
        return in.objects("permission_suggestions", PermissionUpdate::read);
    }

    /** {@return the MCP server that the tool belongs to; newer agents only} */
    public Optional<McpServerProvenance> mcpServer() {
        return in.object("mcp_server", McpServerProvenance::of);
    }
}
