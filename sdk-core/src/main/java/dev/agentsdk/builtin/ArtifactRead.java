package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** An artifact, and the version of it that counts as read from now on. */
public final class ArtifactRead extends JsonBacked {

    private final ShallowObject in;

    private ArtifactRead(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ArtifactRead of(RawJson raw) {
        return new ArtifactRead(raw);
    }

    /** {@return its name in its address} */
    public String slug() {
        return in.text("slug");
    }

    /** {@return the version} */
    public Optional<String> version() {
        return in.string("ver");
    }

    /** {@return false if the version does not count as read by the agent; empty if it does not say} */
    public Optional<Boolean> seeded() {
        return in.bool("seeded");
    }
}
