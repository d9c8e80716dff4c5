package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** What was done to the pin of an artifact. */
public final class ArtifactPin extends JsonBacked {

    private final ShallowObject in;

    private ArtifactPin(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ArtifactPin of(RawJson raw) {
        return new ArtifactPin(raw);
    }

    /** {@return {@code pin}, {@code unpin} or newer} */
    public String action() {
        return in.text("action");
    }

    /** {@return the artifact} */
    public String url() {
        return in.text("url");
    }

    /** {@return whether it is pinned now} */
    public boolean isPinned() {
        return in.flag("pinned");
    }

    /** {@return its title} */
    public Optional<String> title() {
        return in.string("title");
    }
}
