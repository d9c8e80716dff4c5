package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import java.util.Objects;
import java.util.Optional;

/**
 * What has become of a user message that was sent with an id (wire type {@code command_lifecycle}). In no inventory of the
 * official SDKs; seen from {@code claude} 2.1.329.
 *
 * @param commandUuid the id of the user message
 * @param state {@code queued}, {@code started}, {@code completed}, {@code cancelled} or newer
 * @param sessionId the session
 * @param uuid the id of this message
 * @param raw the whole message
 */
public record CommandLifecycleMessage(
        String commandUuid, String state, Optional<String> sessionId, Optional<String> uuid, RawJson raw)
        implements Message {

    public CommandLifecycleMessage {
        Objects.requireNonNull(commandUuid, "commandUuid");
        Objects.requireNonNull(state, "state");
    }

    @Override
    public String type() {
        return "command_lifecycle";
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
