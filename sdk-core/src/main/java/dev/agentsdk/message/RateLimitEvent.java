package dev.agentsdk.message;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How far a limit of the account is used up (wire type {@code rate_limit_event}). Comes also when all is well.
 *
 * @param status {@code allowed}, {@code allowed_warning}, {@code rejected} or newer
 * @param resetsAt when the limit begins anew
 * @param limitType {@code five_hour}, {@code seven_day}, {@code seven_day_opus}, {@code seven_day_sonnet}, {@code overage} or newer
 * @param utilization how much is used, from 0 to 1
 * @param overageStatus the same for what goes beyond the limit
 * @param overageResetsAt when that begins anew
 * @param overageDisabledReason why nothing goes beyond it
 * @param info all that is known about it
 * @param sessionId the session
 * @param uuid the id of this message
 * @param raw the whole message
 */
public record RateLimitEvent(
        String status,
        Optional<Instant> resetsAt,
        Optional<String> limitType,
        OptionalDouble utilization,
        Optional<String> overageStatus,
        Optional<Instant> overageResetsAt,
        Optional<String> overageDisabledReason,
        Optional<RawJson> info,
        Optional<String> sessionId,
        Optional<String> uuid,
        RawJson raw)
        implements Message {

    public RateLimitEvent {
        Objects.requireNonNull(status, "status");
    }

    @Override
    public String type() {
        return "rate_limit_event";
    }
}
