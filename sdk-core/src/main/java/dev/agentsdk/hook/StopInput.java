package dev.agentsdk.hook;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.List;
import java.util.Optional;

/** The agent is about to end its turn. */
public final class StopInput extends JsonBacked implements HookInput {

    private final HookCommon common;
    private final ShallowObject in;

    StopInput(HookCommon common) {
        super(common.raw());
        this.common = common;
        this.in = ShallowObject.of(common.raw());
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the input
     */
    public static StopInput of(RawJson raw) {
        return new StopInput(HookCommon.of(raw));
    }

    @Override
    public HookCommon common() {
        return common;
    }

    /** {@return whether it goes on because of such a hook already} */
    public boolean stopHookActive() {
        return in.flag("stop_hook_active");
    }

    /** {@return the text of the last answer; newer agents only} */
    public Optional<String> lastAssistantMessage() {
        return in.string("last_assistant_message");
    }

    /** {@return the tasks that still run; newer agents only} */
    public List<BackgroundTaskSummary> backgroundTasks() {
        return in.objects("background_tasks", BackgroundTaskSummary::of);
    }

    /** {@return the prompts that are scheduled; newer agents only} */
    public List<SessionCronSummary> sessionCrons() {
        return in.objects("session_crons", SessionCronSummary::of);
    }
}
