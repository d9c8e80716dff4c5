package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import java.util.Objects;
import java.util.Optional;

/**
 * A tool call was not permitted (subtype {@code permission_denied}).
 *
 * @param toolName the tool
 * @param toolUseId the call
 * @param message what the model is told
 * @param agentId the helper that wanted it
 * @param decisionReasonType what decided: {@code rule}, {@code mode}, {@code hook} or another
 * @param decisionReason why
 * @param sessionId the session
 * @param uuid the id of this message
 * @param raw the whole message
 */
public record PermissionDeniedMessage(
        String toolName,
        String toolUseId,
        String message,
        Optional<String> agentId,
        Optional<String> decisionReasonType,
        Optional<String> decisionReason,
        Optional<String> sessionId,
        Optional<String> uuid,
        RawJson raw)
        implements SystemMessage {

    public PermissionDeniedMessage {
        Objects.requireNonNull(toolName, "toolName");
        Objects.requireNonNull(toolUseId, "toolUseId");
        Objects.requireNonNull(message, "message");
    }

    @Override
    public String subtype() {
        return "permission_denied";
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
