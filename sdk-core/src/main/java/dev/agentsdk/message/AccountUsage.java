package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import java.util.List;
import java.util.Optional;

/** Cost of the session, and limits of the account. */
public final class AccountUsage extends JsonBacked {

    private final ShallowObject in;

    private AccountUsage(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static AccountUsage of(RawJson raw) {
        return new AccountUsage(raw);
    }

    /** {@return the session} */
    public Optional<SessionUsage> session() {
        return in.object("session", SessionUsage::of);
    }

    /** {@return the limits} */
    public List<AccountLimit> limits() {
        return in.object("rate_limits").objects("limits", AccountLimit::of);
    }

    /** {@return paid usage beyond the limits} */
    public Optional<ExtraUsage> extraUsage() {
        return in.object("rate_limits").object("extra_usage", ExtraUsage::of);
    }
}
