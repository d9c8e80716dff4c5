package dev.agentsdk.hook;

import dev.agentsdk.json.internal.Fields;
import dev.agentsdk.json.internal.Printable;

/**
 * A worktree is to go; the hook removes it. Newer agents only.
 *
 * @param common what every hook is told
 * @param worktreePath where it is
 */
public record WorktreeRemoveInput(HookCommon common, String worktreePath) implements HookInput {

    static HookInput read(HookCommon common, Fields fields) {
        return new WorktreeRemoveInput(common, fields.textOrEmpty("worktree_path"));
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
