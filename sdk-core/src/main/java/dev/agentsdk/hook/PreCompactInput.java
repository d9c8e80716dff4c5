package dev.agentsdk.hook;

import dev.agentsdk.json.internal.Fields;
import dev.agentsdk.json.internal.Printable;
import java.util.Optional;

/**
 * The conversation is about to be compacted.
 *
 * @param common what every hook is told
 * @param trigger {@code manual} or {@code auto}
 * @param customInstructions what is to be kept
 */
public record PreCompactInput(HookCommon common, String trigger, Optional<String> customInstructions)
        implements HookInput {

    static HookInput read(HookCommon common, Fields fields) {
        return new PreCompactInput(common, fields.textOrEmpty("trigger"), fields.text("custom_instructions"));
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
