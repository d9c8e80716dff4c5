package dev.agentsdk.message;

import java.util.Optional;
import java.util.OptionalInt;

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
}
