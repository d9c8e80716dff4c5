package dev.agentsdk.hook;

import dev.agentsdk.json.internal.Fields;
import dev.agentsdk.json.internal.Printable;
import java.util.Optional;

/**
 * A task is done. Newer agents only.
 *
 * @param common what every hook is told
 * @param taskId its id
 * @param taskSubject what it is about
 * @param taskDescription what was to be done
 * @param teammateName the teammate
 * @param teamName the team
 */
public record TaskCompletedInput(
        HookCommon common,
        String taskId,
        String taskSubject,
        Optional<String> taskDescription,
        Optional<String> teammateName,
        Optional<String> teamName)
        implements HookInput {

    static HookInput read(HookCommon common, Fields fields) {
        return new TaskCompletedInput(
                common,
                fields.textOrEmpty("task_id"),
                fields.textOrEmpty("task_subject"),
                fields.text("task_description"),
                fields.text("teammate_name"),
                fields.text("team_name"));
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
