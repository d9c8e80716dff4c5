package dev.agentsdk.hook;

import dev.agentsdk.internal.Fields;
import dev.agentsdk.message.RawJson;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A tool has run.
 *
 * @param common what every hook is told
 * @param toolName the tool
 * @param toolInput its input, a JSON object
 * @param toolResponse what came of it, in the form of the tool
 * @param toolUseId the id of the tool call
 * @param durationMillis how long it ran, in milliseconds; newer agents only
 * @param mcpServer the MCP server that the tool belongs to; newer agents only
 */
public record PostToolUseInput(
        HookCommon common,
        String toolName,
        RawJson toolInput,
        Optional<RawJson> toolResponse,
        Optional<String> toolUseId,
        OptionalLong durationMillis,
        Optional<RawJson> mcpServer)
        implements HookInput {

    /** Empty if the agent does not say what it is about. */
    static Optional<HookInput> read(HookCommon common, Fields fields) {
        if (fields.text("tool_name").isEmpty() || fields.object("tool_input").isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new PostToolUseInput(
                common,
                fields.textOrEmpty("tool_name"),
                Fields.raw(fields.node().path("tool_input")),
                fields.raw("tool_response"),
                fields.text("tool_use_id"),
                fields.longInteger("duration_ms"),
                fields.raw("mcp_server")));
    }
}
