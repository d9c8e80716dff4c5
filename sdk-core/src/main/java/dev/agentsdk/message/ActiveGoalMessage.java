package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.json.internal.ShallowObject;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What the session works towards (wire type {@code active_goal}).
 *
 * @param condition when it is reached; empty if there is no goal
 * @param iterations how often it was tried
 * @param lastReason why it is not reached yet
 * @param value all that is known about it
 * @param sessionId the session
 * @param uuid the id of this message
 * @param raw the whole message
 */
public record ActiveGoalMessage(
        Optional<String> condition,
        OptionalInt iterations,
        Optional<String> lastReason,
        Optional<RawJson> value,
        Optional<String> sessionId,
        Optional<String> uuid,
        RawJson raw)
        implements Message {

    @Override
    public String type() {
        return "active_goal";
    }

    /** {@return when the goal was set} */
    public Optional<Instant> setAt() {
        return ShallowObject.of(raw).object("value").instant("set_at");
    }

    /** {@return how many tokens the session had used then} */
    public OptionalLong tokensAtStart() {
        return ShallowObject.of(raw).object("value").number("tokens_at_start");
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
