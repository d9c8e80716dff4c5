package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import java.time.Instant;
import java.util.Optional;

/** A limit of the account. */
public final class AccountLimit extends JsonBacked {

    private final ShallowObject in;

    private AccountLimit(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static AccountLimit of(RawJson raw) {
        return new AccountLimit(raw);
    }

    /** {@return which limit, for example {@code five_hour}} */
    public String kind() {
        return in.text("kind");
    }

    /** {@return which limits it is shown with} */
    public String group() {
        return in.text("group");
    }

    /** {@return how much is used, of 100} */
    public double percentage() {
        return in.decimal("percent").orElse(0);
    }

    /** {@return when it starts again} */
    public Optional<Instant> resetsAt() {
        return in.instant("resets_at");
    }

    /** {@return the model that it is for} */
    public Optional<String> model() {
        return in.object("scope").object("model").string("display_name");
    }

    /** {@return the program that it is for} */
    public Optional<String> surface() {
        return in.object("scope").object("surface").string("display_name");
    }

    /** {@return how urgent it is} */
    public String severity() {
        return in.text("severity");
    }

    /** {@return whether this limit is the one in force} */
    public boolean isActive() {
        return in.flag("is_active");
    }
}
