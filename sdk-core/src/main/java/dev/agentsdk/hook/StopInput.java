package dev.agentsdk.hook;

import dev.agentsdk.internal.Fields;
import dev.agentsdk.message.RawJson;
import java.util.List;
import java.util.Optional;

/**
 * The agent is about to end its turn.
 *
 * @param common what every hook is told
 * @param stopHookActive whether it goes on because of such a hook already
 * @param lastAssistantMessage the text of the last answer; newer agents only
 * @param backgroundTasks what goes on in the background; newer agents only
 * @param sessionCrons what is scheduled; newer agents only
 */
public record StopInput(
        HookCommon common,
        boolean stopHookActive,
        Optional<String> lastAssistantMessage,
        List<RawJson> backgroundTasks,
        List<RawJson> sessionCrons)
        implements HookInput {

    public StopInput {
        backgroundTasks = List.copyOf(backgroundTasks);
        sessionCrons = List.copyOf(sessionCrons);
    }

    static HookInput read(HookCommon common, Fields fields) {
        return new StopInput(
                common,
                fields.flag("stop_hook_active"),
                fields.text("last_assistant_message"),
                fields.objects("background_tasks", Fields::raw),
                fields.objects("session_crons", Fields::raw));
    }
}
