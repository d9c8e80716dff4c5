package dev.agentsdk.control;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** A source of settings. */
public final class SettingsSource extends JsonBacked {

    private final ShallowObject in;

    private SettingsSource(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static SettingsSource of(RawJson raw) {
        return new SettingsSource(raw);
    }

    /** {@return for example {@code userSettings}} */
    public String source() {
        return in.text("source");
    }

    /** {@return the file} */
    public Optional<String> path() {
        return in.string("path");
    }

    /** {@return its settings, a JSON object} */
    public RawJson settings() {
        return in.rawOrEmpty("settings");
    }
}
