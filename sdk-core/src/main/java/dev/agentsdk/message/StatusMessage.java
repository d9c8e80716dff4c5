package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import java.util.Optional;

/**
 * What the agent is busy with (subtype {@code status}).
 *
 * @param status {@code compacting}, {@code requesting} or newer; empty for nothing special
 * @param permissionMode the permission mode, when it has changed
 * @param compactResult {@code success} or {@code failed}
 * @param compactError why it failed
 * @param sessionId the session
 * @param uuid the id of this message
 * @param raw the whole message
 */
public record StatusMessage(
        Optional<String> status,
        Optional<String> permissionMode,
        Optional<String> compactResult,
        Optional<String> compactError,
        Optional<String> sessionId,
        Optional<String> uuid,
        RawJson raw)
        implements SystemMessage {

    @Override
    public String subtype() {
        return "status";
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
