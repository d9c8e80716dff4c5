package dev.agentsdk.control;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Fields;
import dev.agentsdk.json.internal.Printable;
import java.util.List;

/**
 * The agent's answer to {@code interrupt}. Older CLIs answer with nothing; the lists come from {@code claude} 2.1.329.
 *
 * @param stillQueued ids of the user messages that wait and will begin turns of their own
 * @param cancelled ids of the waiting user messages that were dropped, if that was asked for
 * @param raw the whole answer
 */
public record InterruptReceipt(List<String> stillQueued, List<String> cancelled, RawJson raw) {

    public InterruptReceipt {
        stillQueued = List.copyOf(stillQueued);
        cancelled = List.copyOf(cancelled);
    }

    static InterruptReceipt read(RawJson raw) {
        Fields fields = Fields.of(raw);
        return new InterruptReceipt(fields.texts("still_queued"), fields.texts("cancelled"), raw);
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
