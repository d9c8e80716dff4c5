package dev.agentsdk.control;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/** How far a limit is used. */
public final class UsageLimit extends JsonBacked {

    private final ShallowObject in;

    private UsageLimit(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static UsageLimit of(RawJson raw) {
        return new UsageLimit(raw);
    }

    /** {@return the model, for people} */
    public Optional<String> displayName() {
        return in.string("display_name");
    }

    /** {@return how much is used, of 100} */
    public OptionalDouble utilization() {
        return in.decimal("utilization");
    }

    /** {@return when the limit starts again} */
    public Optional<Instant> resetsAt() {
        return in.instant("resets_at");
    }
}
