package dev.agentsdk.hook;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Fields;
import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.permission.PermissionMode;
import java.util.Objects;
import java.util.Optional;

/**
 * What every hook is told.
 *
 * @param eventName the event
 * @param sessionId the session
 * @param transcriptPath its transcript, a file on the agent's machine
 * @param cwd the agent's working directory
 * @param permissionMode the permission mode
 * @param agentId the subagent; empty in the main conversation
 * @param agentType what kind of subagent
 * @param promptId the user message that the turn began with; newer agents only
 * @param effort the effort of the turn, for example {@code medium}; newer agents only
 * @param raw everything
 */
public record HookCommon(
        String eventName,
        Optional<String> sessionId,
        Optional<String> transcriptPath,
        Optional<String> cwd,
        Optional<PermissionMode> permissionMode,
        Optional<String> agentId,
        Optional<String> agentType,
        Optional<String> promptId,
        Optional<String> effort,
        RawJson raw) {

    public HookCommon {
        Objects.requireNonNull(eventName, "eventName");
        Objects.requireNonNull(raw, "raw");
    }

    static HookCommon of(RawJson raw) {
        return read(Fields.of(raw), raw);
    }

    static HookCommon read(Fields fields, RawJson raw) {
        return new HookCommon(
                fields.textOrEmpty("hook_event_name"),
                fields.text("session_id"),
                fields.text("transcript_path"),
                fields.text("cwd"),
                fields.text("permission_mode")
                        .filter(mode -> !Printable.isBlank(mode))
                        .map(PermissionMode::of),
                fields.text("agent_id"),
                fields.text("agent_type"),
                fields.text("prompt_id"),
                fields.object("effort").flatMap(effort -> effort.text("level")),
                raw);
    }

    /**
     * A short form for logs that shows no content.
     *
     * @return the event and the session
     */
    @Override
    public String toString() {
        return "HookCommon[" + Printable.of(eventName) + ", " + Printable.of(sessionId.orElse("")) + "]";
    }
}
