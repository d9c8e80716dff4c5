package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** A place that the content of a project comes from. */
public final class ProjectSyncSource extends JsonBacked {

    private final ShallowObject in;

    private ProjectSyncSource(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ProjectSyncSource of(RawJson raw) {
        return new ProjectSyncSource(raw);
    }

    /** {@return its kind} */
    public Optional<String> kind() {
        return in.string("type");
    }

    /** {@return its settings, a JSON object} */
    public Optional<RawJson> config() {
        return in.raw("config");
    }
}
