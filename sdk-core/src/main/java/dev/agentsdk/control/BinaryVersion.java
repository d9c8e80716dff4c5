package dev.agentsdk.control;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.time.Instant;
import java.util.Optional;

/** The version of the agent. */
public final class BinaryVersion extends JsonBacked {

    private final ShallowObject in;

    private BinaryVersion(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static BinaryVersion of(RawJson raw) {
        return new BinaryVersion(raw);
    }

    /** {@return its version, for example {@code 2.1.332}} */
    public String version() {
        return in.text("version");
    }

    /** {@return when it was built} */
    public Optional<Instant> buildTime() {
        return in.instant("buildTime");
    }
}
