package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import java.util.Objects;
import java.util.Optional;

/**
 * The session is called otherwise now (subtype {@code session_title_changed}).
 *
 * @param title its title
 * @param sessionId the session
 * @param uuid the id of this message
 * @param raw the whole message
 */
public record SessionTitleChangedMessage(String title, Optional<String> sessionId, Optional<String> uuid, RawJson raw)
        implements SystemMessage {

    public SessionTitleChangedMessage {
        Objects.requireNonNull(title, "title");
    }

    @Override
    public String subtype() {
        return "session_title_changed";
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
