package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A hook has ended (subtype {@code hook_response}).
 *
 * @param hookEvent the event, for example {@code PreToolUse}
 * @param hookName the name of the hook
 * @param hookId the id of this run of it
 * @param stdout what it wrote to stdout
 * @param stderr what it wrote to stderr
 * @param output both
 * @param exitCode its exit code, if it was a program
 * @param outcome {@code success}, {@code error}, {@code cancelled} or newer
 * @param sessionId the session
 * @param uuid the id of this message
 * @param raw the whole message
 */
public record HookResponseMessage(
        String hookEvent,
        String hookName,
        String hookId,
        String stdout,
        String stderr,
        String output,
        OptionalInt exitCode,
        Optional<String> outcome,
        Optional<String> sessionId,
        Optional<String> uuid,
        RawJson raw)
        implements HookMessage {

    public HookResponseMessage {
        Objects.requireNonNull(hookEvent, "hookEvent");
        Objects.requireNonNull(hookName, "hookName");
        Objects.requireNonNull(hookId, "hookId");
        Objects.requireNonNull(stdout, "stdout");
        Objects.requireNonNull(stderr, "stderr");
        Objects.requireNonNull(output, "output");
    }

    @Override
    public String subtype() {
        return "hook_response";
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
