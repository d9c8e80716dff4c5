package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.json.internal.ShallowObject;
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

    private ShallowObject details() {
        return ShallowObject.of(raw).object("rate_limit_info");
    }

    /** {@return whether the request was paid beyond the limit; sent by newer CLIs only} */
    public Optional<Boolean> isUsingOverage() {
        return details().bool("isUsingOverage");
    }

    /** {@return whether requests are paid beyond the limit; sent by newer CLIs only} */
    public Optional<Boolean> isOverageInUse() {
        return details().bool("overageInUse");
    }

    /** {@return whether paid usage beyond the limit is enabled; sent by newer CLIs only} */
    public Optional<Boolean> isOverageEnabled() {
        return details().bool("overageEnabled");
    }

    /** {@return the threshold of the warning, from 0 to 1; sent by newer CLIs only} */
    public OptionalDouble surpassedThreshold() {
        return details().decimal("surpassedThreshold");
    }

    /** {@return the limit that was met: {@code service}, {@code channel} or {@code group_pool}; sent by newer CLIs only} */
    public Optional<String> limitScope() {
        return details().string("limitScope");
    }

    /** {@return the reason of a refusal, for example {@code credits_required}; sent by newer CLIs only} */
    public Optional<String> errorCode() {
        return details().string("errorCode");
    }

    /** {@return whether the user can buy credits; sent by newer CLIs only} */
    public Optional<Boolean> canPurchaseCredits() {
        return details().bool("canUserPurchaseCredits");
    }

    /** {@return whether the account has a means of payment; sent by newer CLIs only} */
    public Optional<Boolean> hasSavedPaymentMethod() {
        return details().bool("hasChargeableSavedPaymentMethod");
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
