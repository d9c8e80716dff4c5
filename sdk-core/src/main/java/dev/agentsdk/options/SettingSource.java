package dev.agentsdk.options;

import java.util.Locale;

/** A place from which the CLI loads settings by itself. */
public enum SettingSource {
    /** The user's settings. */
    USER,
    /** The project's settings, shared by its people. */
    PROJECT,
    /** The project's settings of this user. */
    LOCAL;

    /**
     * The name that the CLI knows.
     *
     * @return for example {@code user}
     */
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }
}
