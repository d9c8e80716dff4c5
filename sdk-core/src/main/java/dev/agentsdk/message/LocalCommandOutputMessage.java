package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import java.util.Objects;
import java.util.Optional;

/**
 * What a command wrote that the agent ran without the model (subtype {@code local_command_output}).
 *
 * @param content the text
 * @param sessionId the session
 * @param uuid the id of this message
 * @param raw the whole message
 */
public record LocalCommandOutputMessage(String content, Optional<String> sessionId, Optional<String> uuid, RawJson raw)
        implements SystemMessage {

    public LocalCommandOutputMessage {
        Objects.requireNonNull(content, "content");
    }

    @Override
    public String subtype() {
        return "local_command_output";
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
