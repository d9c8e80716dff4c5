package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** What the server keeps about the runtime of an artifact. */
public final class ArtifactRuntime extends JsonBacked {

    private final ShallowObject in;

    private ArtifactRuntime(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ArtifactRuntime of(RawJson raw) {
        return new ArtifactRuntime(raw);
    }

    /** {@return the version of the runtime} */
    public String contract() {
        return in.text("contract");
    }

    /** {@return the version that it should have} */
    public Optional<String> preferredContract() {
        return in.string("preferredContract");
    }

    /** {@return what it may do when it is shown, a JSON object} */
    public Optional<RawJson> capabilities() {
        return in.raw("capabilities");
    }

    /** {@return whether that comes from the version before} */
    public boolean isCarried() {
        return in.flag("carried");
    }

    /** {@return how it may be read} */
    public Optional<String> read() {
        return in.string("read");
    }
}
