package dev.agentsdk.permission;

import dev.agentsdk.json.internal.Printable;
import java.util.Objects;

/**
 * How the agent treats a tool call that no rule decides. An open set: newer agents know more modes, and {@link #of}
 * makes any of them.
 *
 * @param value the mode as it goes over the wire
 */
public record PermissionMode(String value) {
    /** Asks, or refuses where nobody can be asked. */
    public static final PermissionMode DEFAULT = new PermissionMode("default");

    /** Edits files without asking. */
    public static final PermissionMode ACCEPT_EDITS = new PermissionMode("acceptEdits");

    /** Plans and changes nothing. */
    public static final PermissionMode PLAN = new PermissionMode("plan");

    /** Asks nothing. The CLI refuses it for the root user. */
    public static final PermissionMode BYPASS_PERMISSIONS = new PermissionMode("bypassPermissions");

    /** Refuses whatever it would have to ask for. */
    public static final PermissionMode DONT_ASK = new PermissionMode("dontAsk");

    /** Lets the agent's classifier decide. */
    public static final PermissionMode AUTO = new PermissionMode("auto");

    public PermissionMode {
        Objects.requireNonNull(value, "value");
        if (Printable.isBlank(value)) {
            throw new IllegalArgumentException("A permission mode must not be blank.");
        }
    }

    /**
     * A mode by its wire value.
     *
     * @param value for example {@code acceptEdits}
     * @return the mode
     */
    public static PermissionMode of(String value) {
        return new PermissionMode(value);
    }

    @Override
    public String toString() {
        return Printable.of(value);
    }
}
