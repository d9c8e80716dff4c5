package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import java.util.List;
import java.util.Optional;

/**
 * There are other commands now (subtype {@code commands_changed}).
 *
 * @param commands all of them
 * @param sessionId the session
 * @param uuid the id of this message
 * @param raw the whole message
 */
public record CommandsChangedMessage(
        List<SlashCommand> commands, Optional<String> sessionId, Optional<String> uuid, RawJson raw)
        implements SystemMessage {

    public CommandsChangedMessage {
        commands = List.copyOf(commands);
    }

    @Override
    public String subtype() {
        return "commands_changed";
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
