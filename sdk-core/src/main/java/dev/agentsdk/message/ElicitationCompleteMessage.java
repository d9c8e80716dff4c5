package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import java.util.Objects;
import java.util.Optional;

/**
 * An MCP server has got the answer that it had asked for (subtype {@code elicitation_complete}).
 *
 * @param mcpServerName the server
 * @param elicitationId the question
 * @param sessionId the session
 * @param uuid the id of this message
 * @param raw the whole message
 */
public record ElicitationCompleteMessage(
        String mcpServerName, String elicitationId, Optional<String> sessionId, Optional<String> uuid, RawJson raw)
        implements SystemMessage {

    public ElicitationCompleteMessage {
        Objects.requireNonNull(mcpServerName, "mcpServerName");
        Objects.requireNonNull(elicitationId, "elicitationId");
    }

    @Override
    public String subtype() {
        return "elicitation_complete";
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
