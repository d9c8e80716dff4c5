package dev.agentsdk.dialog;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Fields;
import dev.agentsdk.json.internal.Printable;
import java.util.List;
import java.util.Optional;

/**
 * A question of an MCP server to the user. Fields as in the TypeScript SDK 0.3.
 *
 * @param serverName the server that asks
 * @param message the question
 * @param mode {@code form} or {@code url}
 * @param url where the user is to go, in the mode {@code url}
 * @param elicitationId the id of the question
 * @param requestedSchema the JSON schema of the answer, in the mode {@code form}
 * @param propertyOrder in which order a form shows its fields
 * @param title the question as a whole, for people
 * @param displayName the server, for people
 * @param description what the answer is for
 * @param raw the whole request
 */
public record ElicitationRequest(
        String serverName,
        String message,
        Optional<String> mode,
        Optional<String> url,
        Optional<String> elicitationId,
        Optional<RawJson> requestedSchema,
        List<String> propertyOrder,
        Optional<String> title,
        Optional<String> displayName,
        Optional<String> description,
        RawJson raw) {

    public ElicitationRequest {
        propertyOrder = List.copyOf(propertyOrder);
    }

    /**
     * Reads a request as it goes over the wire.
     *
     * @param raw the request object of an {@code elicitation}
     * @return the request; what is missing is empty
     */
    public static ElicitationRequest read(RawJson raw) {
        Fields fields = Fields.of(raw);
        return new ElicitationRequest(
                fields.textOrEmpty("mcp_server_name"),
                fields.textOrEmpty("message"),
                fields.text("mode"),
                fields.text("url"),
                fields.text("elicitation_id"),
                fields.raw("requested_schema"),
                fields.texts("property_order"),
                fields.text("title"),
                fields.text("display_name"),
                fields.text("description"),
                raw);
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
