package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;

/** A call of a tool of an MCP server that the API itself is connected to. */
public final class McpToolUseBlock extends JsonBacked implements ContentBlock {

    private final ShallowObject in;

    private McpToolUseBlock(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static McpToolUseBlock of(RawJson raw) {
        return new McpToolUseBlock(raw);
    }

    /** {@return the id that the {@link ServerToolResultBlock} refers to} */
    public String id() {
        return in.text("id");
    }

    /** {@return the name of the tool} */
    public String name() {
        return in.text("name");
    }

    /** {@return the name of the MCP server} */
    public String serverName() {
        return in.text("server_name");
    }

    /** {@return the arguments, a JSON object} */
    public RawJson input() {
        return in.rawOrEmpty("input");
    }

    @Override
    public String type() {
        return "mcp_tool_use";
    }
}
