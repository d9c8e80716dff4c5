package dev.agentsdk.control;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;
import java.util.OptionalLong;

/** A share of the usage of an account. */
public final class UsageShare extends JsonBacked {

    private final ShallowObject in;

    private UsageShare(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static UsageShare of(RawJson raw) {
        return new UsageShare(raw);
    }

    /** {@return what used it: a name, or the key of a habit} */
    public String name() {
        return in.string("name").orElseGet(() -> in.text("key"));
    }

    /** {@return how much, of 100} */
    public double percentage() {
        return in.decimal("pct").orElse(0);
    }

    /** {@return how often} */
    public OptionalLong count() {
        return in.number("count");
    }

    /** {@return advice, in short} */
    public Optional<String> title() {
        return in.string("title");
    }

    /** {@return advice, at length} */
    public Optional<String> detail() {
        return in.string("detail");
    }
}
