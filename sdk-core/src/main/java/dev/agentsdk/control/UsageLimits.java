package dev.agentsdk.control;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.ExtraUsage;
import dev.agentsdk.message.JsonBacked;
import java.util.List;
import java.util.Optional;

/** How far the limits of the account are used. */
public final class UsageLimits extends JsonBacked {

    private final ShallowObject in;

    private UsageLimits(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static UsageLimits of(RawJson raw) {
        return new UsageLimits(raw);
    }

    /** {@return the limit of five hours} */
    public Optional<UsageLimit> fiveHour() {
        return in.object("five_hour", UsageLimit::of);
    }

    /** {@return the limit of seven days} */
    public Optional<UsageLimit> sevenDay() {
        return in.object("seven_day", UsageLimit::of);
    }

    /** {@return the limit of seven days for applications} */
    public Optional<UsageLimit> sevenDayOauthApps() {
        return in.object("seven_day_oauth_apps", UsageLimit::of);
    }

    /** {@return the limit of seven days for Opus} */
    public Optional<UsageLimit> sevenDayOpus() {
        return in.object("seven_day_opus", UsageLimit::of);
    }

    /** {@return the limit of seven days for Sonnet} */
    public Optional<UsageLimit> sevenDaySonnet() {
        return in.object("seven_day_sonnet", UsageLimit::of);
    }

    /** {@return limits of single models} */
    public List<UsageLimit> byModel() {
        return in.objects("model_scoped", UsageLimit::of);
    }

    /** {@return paid usage beyond the limits} */
    public Optional<ExtraUsage> extraUsage() {
        return in.object("extra_usage", ExtraUsage::of);
    }
}
