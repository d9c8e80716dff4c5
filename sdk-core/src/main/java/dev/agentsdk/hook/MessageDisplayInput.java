package dev.agentsdk.hook;

import dev.agentsdk.json.internal.Fields;
import dev.agentsdk.json.internal.Printable;
import java.util.OptionalInt;

/**
 * A part of an answer is about to be shown. Newer agents only.
 *
 * @param common what every hook is told
 * @param turnId the turn
 * @param messageId the message
 * @param index the number of the part
 * @param isFinal whether it is the last
 * @param delta the text
 */
public record MessageDisplayInput(
        HookCommon common, String turnId, String messageId, OptionalInt index, boolean isFinal, String delta)
        implements HookInput {

    static HookInput read(HookCommon common, Fields fields) {
        return new MessageDisplayInput(
                common,
                fields.textOrEmpty("turn_id"),
                fields.textOrEmpty("message_id"),
                fields.integer("index"),
                fields.flag("final"),
                fields.textOrEmpty("delta"));
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
