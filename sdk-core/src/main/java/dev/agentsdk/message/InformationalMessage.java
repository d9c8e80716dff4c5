package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import java.util.Objects;
import java.util.Optional;

/**
 * Something worth knowing (subtype {@code informational}).
 *
 * @param content the text
 * @param level {@code info}, {@code notice}, {@code suggestion}, {@code warning} or newer
 * @param toolUseId the tool call that it is about
 * @param preventsContinuation whether the run ends here
 * @param tag tells kinds apart
 * @param sessionId the session
 * @param uuid the id of this message
 * @param raw the whole message
 */
public record InformationalMessage(
        String content,
        Optional<String> level,
        Optional<String> toolUseId,
        boolean preventsContinuation,
        Optional<String> tag,
        Optional<String> sessionId,
        Optional<String> uuid,
        RawJson raw)
        implements SystemMessage {

    public InformationalMessage {
        Objects.requireNonNull(content, "content");
    }

    @Override
    public String subtype() {
        return "informational";
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
