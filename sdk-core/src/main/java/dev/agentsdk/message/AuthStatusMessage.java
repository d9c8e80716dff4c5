package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import java.util.List;
import java.util.Optional;

/**
 * The agent signs in (wire type {@code auth_status}).
 *
 * @param authenticating whether it is still at it
 * @param output what to show the user
 * @param error why it failed
 * @param sessionId the session
 * @param uuid the id of this message
 * @param raw the whole message
 */
public record AuthStatusMessage(
        boolean authenticating,
        List<String> output,
        Optional<String> error,
        Optional<String> sessionId,
        Optional<String> uuid,
        RawJson raw)
        implements Message {

    public AuthStatusMessage {
        output = List.copyOf(output);
    }

    @Override
    public String type() {
        return "auth_status";
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
