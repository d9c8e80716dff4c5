package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import java.util.Objects;
import java.util.Optional;

/**
 * A system message of a subtype that has no type of its own here; its fields are in {@link #raw()}.
 *
 * @param subtype the subtype as it went over the wire, empty if there is none
 * @param sessionId the session
 * @param uuid the id of this message
 * @param raw the whole message
 */
public record UnknownSystemMessage(String subtype, Optional<String> sessionId, Optional<String> uuid, RawJson raw)
        implements SystemMessage {

    public UnknownSystemMessage {
        Objects.requireNonNull(subtype, "subtype");
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
