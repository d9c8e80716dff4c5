package dev.agentsdk.hook;

import dev.agentsdk.json.internal.Fields;
import dev.agentsdk.json.internal.Printable;

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

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
