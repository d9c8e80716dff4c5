package dev.agentsdk.hook;

import dev.agentsdk.json.internal.Printable;

/**
 * An event that this SDK does not know, or one whose essential parts cannot be read. Everything is in {@link #raw()}.
 *
 * @param common what every hook is told
 */
public record UnknownHookInput(HookCommon common) implements HookInput {
    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
