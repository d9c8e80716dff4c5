package dev.agentsdk.message;

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
}
