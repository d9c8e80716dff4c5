package dev.agentsdk.hook;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Fields;
import dev.agentsdk.json.internal.Printable;
import java.util.Optional;

/**
 * A question of an MCP server was answered. Newer agents only.
 *
 * @param common what every hook is told
 * @param serverName the server
 * @param elicitationId the id of the question
 * @param mode {@code form} or {@code url}
 * @param action {@code accept}, {@code decline} or {@code cancel}
 * @param content the filled form
 */
public record ElicitationResultInput(
        HookCommon common,
        String serverName,
        Optional<String> elicitationId,
        Optional<String> mode,
        String action,
        Optional<RawJson> content)
        implements HookInput {

    static HookInput read(HookCommon common, Fields fields) {
        return new ElicitationResultInput(
                common,
                fields.textOrEmpty("mcp_server_name"),
                fields.text("elicitation_id"),
                fields.text("mode"),
                fields.textOrEmpty("action"),
                fields.raw("content"));
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
