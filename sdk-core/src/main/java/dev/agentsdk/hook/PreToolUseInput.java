package dev.agentsdk.hook;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** A tool is about to run. */
public final class PreToolUseInput extends JsonBacked implements HookInput {

    private final HookCommon common;
    private final ShallowObject in;

    PreToolUseInput(HookCommon common) {
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
    public static PreToolUseInput of(RawJson raw) {
        return new PreToolUseInput(HookCommon.of(raw));
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

    /** {@return the id of the tool call} */
    public Optional<String> toolUseId() {
        return in.string("tool_use_id");
    }

    /** {@return the MCP server that the tool belongs to; newer agents only} */
    public Optional<McpServerProvenance> mcpServer() {
        return in.object("mcp_server", McpServerProvenance::of);
    }
}
