package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import java.util.Objects;
import java.util.Optional;

/**
 * A hook has written something (subtype {@code hook_progress}).
 *
 * @param hookEvent the event, for example {@code PreToolUse}
 * @param hookName the name of the hook
 * @param hookId the id of this run of it
 * @param stdout what it wrote to stdout
 * @param stderr what it wrote to stderr
 * @param output both
 * @param sessionId the session
 * @param uuid the id of this message
 * @param raw the whole message
 */
public record HookProgressMessage(
        String hookEvent,
        String hookName,
        String hookId,
        String stdout,
        String stderr,
        String output,
        Optional<String> sessionId,
        Optional<String> uuid,
        RawJson raw)
        implements HookMessage {

    public HookProgressMessage {
        Objects.requireNonNull(hookEvent, "hookEvent");
        Objects.requireNonNull(hookName, "hookName");
        Objects.requireNonNull(hookId, "hookId");
        Objects.requireNonNull(stdout, "stdout");
        Objects.requireNonNull(stderr, "stderr");
        Objects.requireNonNull(output, "output");
    }

    @Override
    public String subtype() {
        return "hook_progress";
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
