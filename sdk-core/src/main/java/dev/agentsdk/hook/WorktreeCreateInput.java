package dev.agentsdk.hook;

import dev.agentsdk.json.internal.Fields;
import dev.agentsdk.json.internal.Printable;

/**
 * A worktree is wanted; the hook makes it. Newer agents only.
 *
 * @param common what every hook is told
 * @param name its name
 */
public record WorktreeCreateInput(HookCommon common, String name) implements HookInput {

    static HookInput read(HookCommon common, Fields fields) {
        return new WorktreeCreateInput(common, fields.textOrEmpty("name"));
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
