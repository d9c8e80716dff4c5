package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import java.util.Optional;
import java.util.OptionalDouble;

/** Paid usage beyond the limits of an account. */
public final class ExtraUsage extends JsonBacked {

    private final ShallowObject in;

    private ExtraUsage(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ExtraUsage of(RawJson raw) {
        return new ExtraUsage(raw);
    }

    /** {@return whether it is switched on} */
    public boolean isEnabled() {
        return in.flag("is_enabled");
    }

    /** {@return the limit of a month} */
    public OptionalDouble monthlyLimit() {
        return in.decimal("monthly_limit");
    }

    /** {@return what is used of it} */
    public OptionalDouble usedCredits() {
        return in.decimal("used_credits");
    }

    /** {@return the same, of 100} */
    public OptionalDouble utilization() {
        return in.decimal("utilization");
    }

    /** {@return the currency of both} */
    public Optional<String> currency() {
        return in.string("currency");
    }
}
