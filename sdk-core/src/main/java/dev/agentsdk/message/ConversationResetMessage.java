package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.json.internal.ShallowObject;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The conversation begins anew, with another session id (wire type {@code conversation_reset}). Totals such as the cost begin
 * anew too. The new session id comes with the next {@link InitMessage}; see {@link dev.agentsdk.AgentSession#sessionId()}.
 *
 * @param newConversationId an id of the new conversation. It is not the id of a session: {@code claude} 2.1.332 writes the
 *     id of this message here, and refuses to resume it
 * @param trigger {@code clear}, {@code plan_mode_exit}, {@code fresh_session}, {@code onboarding} or newer
 * @param userMessageUuid the user message that did it
 * @param sessionId the session until now
 * @param uuid the id of this message
 * @param raw the whole message
 */
public record ConversationResetMessage(
        String newConversationId,
        Optional<String> trigger,
        Optional<String> userMessageUuid,
        Optional<String> sessionId,
        Optional<String> uuid,
        RawJson raw)
        implements Message {

    public ConversationResetMessage {
        Objects.requireNonNull(newConversationId, "newConversationId");
    }

    @Override
    public String type() {
        return "conversation_reset";
    }

    /** {@return when it was; sent by newer CLIs only} */
    public Optional<Instant> timestamp() {
        return ShallowObject.of(raw).instant("timestamp");
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
