package dev.agentsdk.permission;

import dev.agentsdk.json.internal.Printable;
import java.util.Objects;

/**
 * What a permission rule does. An open set: {@link #of} makes any.
 *
 * @param value the behaviour as it goes over the wire
 */
public record PermissionBehavior(String value) {
    /** What the rule names may be done. */
    public static final PermissionBehavior ALLOW = new PermissionBehavior("allow");

    /** What the rule names may not be done. */
    public static final PermissionBehavior DENY = new PermissionBehavior("deny");

    /** The agent asks. */
    public static final PermissionBehavior ASK = new PermissionBehavior("ask");

    public PermissionBehavior {
        Objects.requireNonNull(value, "value");
    }

    /**
     * A behaviour by its wire value.
     *
     * @param value for example {@code allow}
     * @return the behaviour
     */
    public static PermissionBehavior of(String value) {
        return new PermissionBehavior(value);
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
