package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether the session works (subtype {@code session_state_changed}).
 *
 * @param state {@code idle}, {@code running}, {@code requires_action} or newer
 * @param sessionId the session
 * @param uuid the id of this message
 * @param raw the whole message
 */
public record SessionStateChangedMessage(String state, Optional<String> sessionId, Optional<String> uuid, RawJson raw)
        implements SystemMessage {

    public SessionStateChangedMessage {
        Objects.requireNonNull(state, "state");
    }

    @Override
    public String subtype() {
        return "session_state_changed";
    }

    /**
     * Whether nothing runs any more, also in the background.
     *
     * @return true for the state {@code idle}
     */
    public boolean isIdle() {
        return state.equals("idle");
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
