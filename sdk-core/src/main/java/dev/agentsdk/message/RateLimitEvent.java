package dev.agentsdk.message;

import dev.agentsdk.internal.ShallowObject;
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

    /** {@return whether the request was paid beyond the limit. Newer CLIs} */
    public Optional<Boolean> isUsingOverage() {
        return ShallowObject.of(raw).object("rate_limit_info").bool("isUsingOverage");
    }

    /** {@return whether requests are paid beyond the limit. Newer CLIs} */
    public Optional<Boolean> isOverageInUse() {
        return ShallowObject.of(raw).object("rate_limit_info").bool("overageInUse");
    }

    /** {@return whether that is switched on. Newer CLIs} */
    public Optional<Boolean> isOverageEnabled() {
        return ShallowObject.of(raw).object("rate_limit_info").bool("overageEnabled");
    }

    /** {@return the threshold of the warning, from 0 to 1. Newer CLIs} */
    public OptionalDouble surpassedThreshold() {
        return ShallowObject.of(raw).object("rate_limit_info").decimal("surpassedThreshold");
    }

    /** {@return the limit that was met: {@code service}, {@code channel} or {@code group_pool}. Newer CLIs} */
    public Optional<String> limitScope() {
        return ShallowObject.of(raw).object("rate_limit_info").string("limitScope");
    }

    /** {@return the reason of a refusal, for example {@code credits_required}. Newer CLIs} */
    public Optional<String> errorCode() {
        return ShallowObject.of(raw).object("rate_limit_info").string("errorCode");
    }

    /** {@return whether the user can buy credits. Newer CLIs} */
    public Optional<Boolean> canPurchaseCredits() {
        return ShallowObject.of(raw).object("rate_limit_info").bool("canUserPurchaseCredits");
    }

    /** {@return whether the account has a means of payment. Newer CLIs} */
    public Optional<Boolean> hasSavedPaymentMethod() {
        return ShallowObject.of(raw).object("rate_limit_info").bool("hasChargeableSavedPaymentMethod");
    }
}
