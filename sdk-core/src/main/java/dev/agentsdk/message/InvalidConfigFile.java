package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import java.util.Optional;

/** A configuration file that kept the agent from starting. */
public final class InvalidConfigFile extends JsonBacked {

    private final ShallowObject in;

    private InvalidConfigFile(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static InvalidConfigFile of(RawJson raw) {
        return new InvalidConfigFile(raw);
    }

    /** {@return the file} */
    public String path() {
        return in.text("path");
    }

    /** {@return whether it is the user's global configuration file} */
    public boolean isGlobal() {
        return in.flag("is_global");
    }

    /** {@return whether a backup was looked for} */
    public boolean backupSearched() {
        return in.flag("backup_searched");
    }

    /** {@return the backup} */
    public Optional<String> backupPath() {
        return in.string("backup_path");
    }
}
