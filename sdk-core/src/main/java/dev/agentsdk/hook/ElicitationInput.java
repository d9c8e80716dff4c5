package dev.agentsdk.hook;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Fields;
import dev.agentsdk.json.internal.Printable;
import java.util.Optional;

/**
 * An MCP server is about to ask the user something. Newer agents only.
 *
 * @param common what every hook is told
 * @param serverName the server
 * @param message the question
 * @param mode {@code form} or {@code url}
 * @param url where the user is to go
 * @param elicitationId the id of the question
 * @param requestedSchema the JSON schema of the answer
 */
public record ElicitationInput(
        HookCommon common,
        String serverName,
        String message,
        Optional<String> mode,
        Optional<String> url,
        Optional<String> elicitationId,
        Optional<RawJson> requestedSchema)
        implements HookInput {

    static HookInput read(HookCommon common, Fields fields) {
        return new ElicitationInput(
                common,
                fields.textOrEmpty("mcp_server_name"),
                fields.textOrEmpty("message"),
                fields.text("mode"),
                fields.text("url"),
                fields.text("elicitation_id"),
                fields.raw("requested_schema"));
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
