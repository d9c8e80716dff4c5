package dev.agentsdk.hook;

import dev.agentsdk.internal.Fields;

/**
 * A subagent begins; see {@link #agentId()} and {@link #agentType()}.
 *
 * @param common what every hook is told
 */
public record SubagentStartInput(HookCommon common) implements HookInput {

    static HookInput read(HookCommon common, Fields fields) {
        return new SubagentStartInput(common);
    }
}
