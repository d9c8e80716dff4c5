package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import java.util.Objects;
import java.util.Optional;

/**
 * A message of a type that has no class here.
 *
 * @param type the type as it went over the wire, empty if there is none
 * @param sessionId the session
 * @param raw the whole message
 */
public record UnknownMessage(String type, Optional<String> sessionId, RawJson raw) implements Message {

    public UnknownMessage {
        Objects.requireNonNull(type, "type");
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
