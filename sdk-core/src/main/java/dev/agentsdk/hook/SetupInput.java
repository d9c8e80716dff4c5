package dev.agentsdk.hook;

import dev.agentsdk.internal.Fields;

/**
 * The agent sets up its environment. Newer agents only.
 *
 * @param common what every hook is told
 * @param trigger {@code init} or {@code maintenance}
 */
public record SetupInput(HookCommon common, String trigger) implements HookInput {

    static HookInput read(HookCommon common, Fields fields) {
        return new SetupInput(common, fields.textOrEmpty("trigger"));
    }
}
