package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import java.util.Objects;
import java.util.Optional;

/**
 * A hook begins to run (subtype {@code hook_started}).
 *
 * @param hookEvent the event, for example {@code PreToolUse}
 * @param hookName the name of the hook
 * @param hookId the id of this run of it
 * @param sessionId the session
 * @param uuid the id of this message
 * @param raw the whole message
 */
public record HookStartedMessage(
        String hookEvent,
        String hookName,
        String hookId,
        Optional<String> sessionId,
        Optional<String> uuid,
        RawJson raw)
        implements HookMessage {

    public HookStartedMessage {
        Objects.requireNonNull(hookEvent, "hookEvent");
        Objects.requireNonNull(hookName, "hookName");
        Objects.requireNonNull(hookId, "hookId");
    }

    @Override
    public String subtype() {
        return "hook_started";
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
