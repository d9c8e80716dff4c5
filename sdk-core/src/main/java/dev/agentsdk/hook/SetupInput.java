package dev.agentsdk.hook;

import dev.agentsdk.json.internal.Fields;
import dev.agentsdk.json.internal.Printable;

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

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
