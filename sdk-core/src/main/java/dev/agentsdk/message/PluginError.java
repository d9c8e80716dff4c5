package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import java.util.Optional;

/** A plugin that could not be used. */
public final class PluginError extends JsonBacked {

    private final ShallowObject in;

    private PluginError(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static PluginError of(RawJson raw) {
        return new PluginError(raw);
    }

    /** {@return the plugin} */
    public String plugin() {
        return in.text("plugin");
    }

    /** {@return the kind of error} */
    public String kind() {
        return in.text("type");
    }

    /** {@return what went wrong} */
    public String message() {
        return in.text("message");
    }

    /** {@return the file} */
    public Optional<String> path() {
        return in.string("path");
    }

    /** {@return the managed setting that keeps it from being used} */
    public Optional<String> lockedBy() {
        return in.object("managed_lock").string("name");
    }

    /** {@return the marketplace of that setting} */
    public Optional<String> lockedMarketplace() {
        return in.object("managed_lock").string("marketplace");
    }

    /** {@return whether the plugin is switched on although it is locked} */
    public Optional<Boolean> isPluginEnabled() {
        return in.object("managed_lock").bool("plugin_enabled");
    }
}
