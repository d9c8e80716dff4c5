package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.json.internal.ShallowObject;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A part of an answer while it is made (wire type {@code stream_event}); comes only with
 * {@code includePartialMessages}. The whole answer follows as an {@link AssistantMessage}.
 *
 * <p>Methods that are no components of the record read the raw JSON anew each time they are called: what few applications
 * look at costs the others nothing.
 *
 * @param eventType the type of the API's stream event, for example {@code content_block_delta}; empty if the agent
 *     did not say
 * @param index the content block that it belongs to
 * @param delta what was added
 * @param event the API's stream event
 * @param parentToolUseId the tool call whose subagent speaks; empty in the main conversation
 * @param sessionId the session
 * @param uuid the id of this message
 * @param raw the whole message
 */
public record StreamEvent(
        String eventType,
        OptionalInt index,
        Optional<Delta> delta,
        RawJson event,
        Optional<String> parentToolUseId,
        Optional<String> sessionId,
        Optional<String> uuid,
        RawJson raw)
        implements Message {

    public StreamEvent {
        Objects.requireNonNull(eventType, "eventType");
        Objects.requireNonNull(event, "event");
    }

    @Override
    public String type() {
        return "stream_event";
    }

    /**
     * The text that was added to the answer.
     *
     * @return the text; empty if this event adds no text
     */
    public Optional<String> textDelta() {
        return delta.filter(d -> d.type().equals("text_delta")).map(Delta::text);
    }

    /**
     * What an event added.
     *
     * @param type {@code text_delta}, {@code thinking_delta}, {@code input_json_delta}, {@code signature_delta} or newer
     * @param text the added text, thinking, JSON or signature; empty if the delta has none of them
     */
    public record Delta(String type, String text) {
        /** {@return the components in one printable line; of what is long the middle is left out} */
        @Override
        public String toString() {
            return Printable.record(this);
        }
    }

    /** {@return the time from the user message to the first token; sent by newer CLIs only} */
    public Optional<Duration> timeToFirstToken() {
        return ShallowObject.of(raw).millis("ttft_ms");
    }

    /** {@return the reason why an interrupted turn is resumed; sent by newer CLIs only} */
    public Optional<String> resumeReason() {
        return ShallowObject.of(raw).string("resume_reason");
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
