package dev.agentsdk.hook;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;
import java.util.OptionalLong;

/** A tool has run. */
public final class PostToolUseInput extends JsonBacked implements HookInput {

    private final HookCommon common;
    private final ShallowObject in;

    PostToolUseInput(HookCommon common) {
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
    public static PostToolUseInput of(RawJson raw) {
        return new PostToolUseInput(HookCommon.of(raw));
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

    /** {@return what came of it, in the form of the tool} */
    public Optional<RawJson> toolResponse() {
        return in.raw("tool_response");
    }

    /** {@return the id of the tool call} */
    public Optional<String> toolUseId() {
        return in.string("tool_use_id");
    }

    /** {@return how long it ran, in milliseconds; newer agents only} */
    public OptionalLong durationMillis() {
        return in.number("duration_ms");
    }

    /** {@return the MCP server that the tool belongs to; newer agents only} */
    public Optional<McpServerProvenance> mcpServer() {
        return in.object("mcp_server", McpServerProvenance::of);
    }
}
