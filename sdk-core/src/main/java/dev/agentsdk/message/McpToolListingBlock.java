package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import java.util.List;

/** The tools of an MCP server that the API itself is connected to. */
public final class McpToolListingBlock extends JsonBacked implements ContentBlock {

    private final ShallowObject in;

    private McpToolListingBlock(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static McpToolListingBlock of(RawJson raw) {
        return new McpToolListingBlock(raw);
    }

    /** {@return the name of the MCP server} */
    public String serverName() {
        return in.text("mcp_server_name");
    }

    /** {@return the tools, each a JSON object with {@code name}, {@code description} and {@code input_schema}} */
    public List<RawJson> tools() {
        return in.raws("tools");
    }

    @Override
    public String type() {
        return "mcp_tool_listing";
    }
}
