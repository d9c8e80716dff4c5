package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.json.internal.ShallowObject;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The conversation before this place was summarized (subtype {@code compact_boundary}).
 *
 * @param trigger {@code manual} or {@code auto}
 * @param preTokens tokens before
 * @param postTokens tokens after
 * @param duration how long it took
 * @param metadata all that is known about it
 * @param sessionId the session
 * @param uuid the id of this message
 * @param raw the whole message
 */
public record CompactBoundaryMessage(
        String trigger,
        OptionalLong preTokens,
        OptionalLong postTokens,
        Optional<Duration> duration,
        Optional<RawJson> metadata,
        Optional<String> sessionId,
        Optional<String> uuid,
        RawJson raw)
        implements SystemMessage {

    public CompactBoundaryMessage {
        Objects.requireNonNull(trigger, "trigger");
    }

    @Override
    public String subtype() {
        return "compact_boundary";
    }

    /** {@return the messages that were kept, by the first and the last of them; sent by newer CLIs only} */
    public Optional<PreservedMessages> preservedSegment() {
        return ShallowObject.of(raw).object("compact_metadata").object("preserved_segment", PreservedMessages::of);
    }

    /** {@return the messages that were kept, each by its id; sent by newer CLIs only} */
    public Optional<PreservedMessages> preservedMessages() {
        return ShallowObject.of(raw).object("compact_metadata").object("preserved_messages", PreservedMessages::of);
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
