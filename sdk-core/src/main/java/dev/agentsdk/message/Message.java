package dev.agentsdk.message;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.message.internal.MessageParser;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One thing that the agent said: a line of its output. Immutable.
 *
 * <p>The wire types and fields follow {@code claude} 2.1 (stream-json output); see the single types.
 */
public sealed interface Message
        permits SystemMessage,
                ActiveGoalMessage,
                AssistantMessage,
                AuthStatusMessage,
                CommandLifecycleMessage,
                ConversationResetMessage,
                PromptSuggestionMessage,
                RateLimitEvent,
                ResultMessage,
                SkippedLine,
                StreamEvent,
                ToolProgressMessage,
                ToolUseSummaryMessage,
                UnknownMessage,
                UserMessage {

    /**
     * The type as it went over the wire.
     *
     * @return for example {@code assistant}
     */
    String type();

    /**
     * The session that it belongs to.
     *
     * @return the session id, if the message has one
     */
    Optional<String> sessionId();

    /**
     * The whole message as the agent wrote it, with all fields.
     *
     * @return the raw JSON
     */
    @JsonValue
    RawJson raw();

    /**
     * Parses a message as a session does.
     *
     * @param json one JSON object
     * @return the message; {@link UnknownMessage} if the type is unknown
     * @throws IllegalArgumentException if it is not a JSON object
     */
    static Message parse(String json) {
        byte[] line = json.getBytes(StandardCharsets.UTF_8);
        return MessageParser.parse(line)
                .orElseThrow(() -> new IllegalArgumentException("A message must be a JSON object."));
    }
}
