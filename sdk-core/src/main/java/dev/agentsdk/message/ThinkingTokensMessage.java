package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import java.util.List;
import java.util.Optional;

/**
 * The model thinks, and how much (subtype {@code thinking_tokens}).
 *
 * @param estimatedTokens tokens so far
 * @param estimatedTokensDelta tokens since the last of these
 * @param sessionId the session
 * @param uuid the id of this message
 * @param raw the whole message
 */
public record ThinkingTokensMessage(
        long estimatedTokens, long estimatedTokensDelta, Optional<String> sessionId, Optional<String> uuid, RawJson raw)
        implements SystemMessage {

    @Override
    public String subtype() {
        return "thinking_tokens";
    }

    /** {@return the ids of the user messages that it belongs to; sent by newer CLIs only} */
    public List<String> userMessageUuids() {
        return Details.userMessageUuids(raw);
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
