package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import java.util.Optional;

/** A plugin of the agent. */
public final class PluginState extends JsonBacked {

    private final ShallowObject in;

    private PluginState(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static PluginState of(RawJson raw) {
        return new PluginState(raw);
    }

    /** {@return its name} */
    public String name() {
        return in.text("name");
    }

    /** {@return its directory} */
    public String path() {
        return in.text("path");
    }

    /** {@return where it comes from} */
    public Optional<String> source() {
        return in.string("source");
    }

    /** {@return its version} */
    public Optional<String> version() {
        return in.string("version");
    }
}
