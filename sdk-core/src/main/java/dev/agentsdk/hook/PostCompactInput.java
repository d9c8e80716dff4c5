package dev.agentsdk.hook;

import dev.agentsdk.json.internal.Fields;
import dev.agentsdk.json.internal.Printable;

/**
 * The conversation was compacted. Newer agents only.
 *
 * @param common what every hook is told
 * @param trigger {@code manual} or {@code auto}
 * @param compactSummary what is left of it
 */
public record PostCompactInput(HookCommon common, String trigger, String compactSummary) implements HookInput {

    static HookInput read(HookCommon common, Fields fields) {
        return new PostCompactInput(common, fields.textOrEmpty("trigger"), fields.textOrEmpty("compact_summary"));
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
