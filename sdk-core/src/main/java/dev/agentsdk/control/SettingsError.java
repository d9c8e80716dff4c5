package dev.agentsdk.control;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** A part of a settings file that the agent could not use. */
public final class SettingsError extends JsonBacked {

    private final ShallowObject in;

    private SettingsError(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static SettingsError of(RawJson raw) {
        return new SettingsError(raw);
    }

    /** {@return the file} */
    public Optional<String> file() {
        return in.string("file");
    }

    /** {@return where in the file, for example {@code permissions.allow}} */
    public String path() {
        return in.text("path");
    }

    /** {@return what is wrong} */
    public String message() {
        return in.text("message");
    }
}
