package dev.agentsdk.hook;

import dev.agentsdk.internal.Fields;

/**
 * The session ends. Agents can only tell while their stdin is open. Newer agents only.
 *
 * @param common what every hook is told
 * @param reason why
 */
public record SessionEndInput(HookCommon common, String reason) implements HookInput {

    static HookInput read(HookCommon common, Fields fields) {
        return new SessionEndInput(common, fields.textOrEmpty("reason"));
    }
}
