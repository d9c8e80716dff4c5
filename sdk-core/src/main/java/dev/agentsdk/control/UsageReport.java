package dev.agentsdk.control;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import dev.agentsdk.message.SessionUsage;
import java.util.Optional;

/** Cost of the session, and usage and limits of the account. */
public final class UsageReport extends JsonBacked {

    private final ShallowObject in;

    private UsageReport(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static UsageReport of(RawJson raw) {
        return new UsageReport(raw);
    }

    /** {@return the session} */
    public Optional<SessionUsage> session() {
        return in.object("session", SessionUsage::of);
    }

    /** {@return the subscription} */
    public Optional<String> subscriptionType() {
        return in.string("subscription_type");
    }

    /** {@return whether the account has such limits} */
    public boolean rateLimitsAvailable() {
        return in.flag("rate_limits_available");
    }

    /** {@return how far the limits of the account are used} */
    public Optional<UsageLimits> rateLimits() {
        return in.object("rate_limits", UsageLimits::of);
    }

    /** {@return what used the limits in the last day} */
    public Optional<UsagePeriod> lastDay() {
        return in.object("behaviors").object("day", UsagePeriod::of);
    }

    /** {@return what used the limits in the last week} */
    public Optional<UsagePeriod> lastWeek() {
        return in.object("behaviors").object("week", UsagePeriod::of);
    }
}
