package dev.agentsdk.hook;

import dev.agentsdk.json.internal.Fields;
import dev.agentsdk.json.internal.Printable;

/**
 * A subagent begins; see {@link #agentId()} and {@link #agentType()}.
 *
 * @param common what every hook is told
 */
public record SubagentStartInput(HookCommon common) implements HookInput {

    static HookInput read(HookCommon common, Fields fields) {
        return new SubagentStartInput(common);
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
