package dev.agentsdk.permission;

import dev.agentsdk.json.internal.Printable;
import java.util.Objects;

/**
 * Where a change of permissions is kept. An open set: {@link #of} makes any.
 *
 * @param value the destination as it goes over the wire
 */
public record PermissionDestination(String value) {
    /** The user's settings file. */
    public static final PermissionDestination USER_SETTINGS = new PermissionDestination("userSettings");

    /** The project's settings file, which others share. */
    public static final PermissionDestination PROJECT_SETTINGS = new PermissionDestination("projectSettings");

    /** The project's settings file of this user. */
    public static final PermissionDestination LOCAL_SETTINGS = new PermissionDestination("localSettings");

    /** This session only. */
    public static final PermissionDestination SESSION = new PermissionDestination("session");

    /** The command line of this run. */
    public static final PermissionDestination CLI_ARG = new PermissionDestination("cliArg");

    public PermissionDestination {
        Objects.requireNonNull(value, "value");
    }

    /**
     * A destination by its wire value.
     *
     * @param value for example {@code session}
     * @return the destination
     */
    public static PermissionDestination of(String value) {
        return new PermissionDestination(value);
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
