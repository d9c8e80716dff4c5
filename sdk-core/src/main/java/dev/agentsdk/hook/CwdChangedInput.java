package dev.agentsdk.hook;

import dev.agentsdk.json.internal.Fields;
import dev.agentsdk.json.internal.Printable;

/**
 * The working directory has changed. Newer agents only.
 *
 * @param common what every hook is told
 * @param oldCwd the old one
 * @param newCwd the new one
 */
public record CwdChangedInput(HookCommon common, String oldCwd, String newCwd) implements HookInput {

    static HookInput read(HookCommon common, Fields fields) {
        return new CwdChangedInput(common, fields.textOrEmpty("old_cwd"), fields.textOrEmpty("new_cwd"));
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
