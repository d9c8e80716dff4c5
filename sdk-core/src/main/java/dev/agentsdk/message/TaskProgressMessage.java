package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import java.util.Objects;
import java.util.Optional;

/**
 * What a task has done so far (subtype {@code task_progress}).
 *
 * @param taskId its id
 * @param description what it does
 * @param usage what it has used
 * @param lastToolName the tool that it used last
 * @param summary what it has reached
 * @param toolUseId the tool call that began it
 * @param subagentType the kind of helper that runs it
 * @param sessionId the session
 * @param uuid the id of this message
 * @param raw the whole message
 */
public record TaskProgressMessage(
        String taskId,
        String description,
        Optional<TaskUsage> usage,
        Optional<String> lastToolName,
        Optional<String> summary,
        Optional<String> toolUseId,
        Optional<String> subagentType,
        Optional<String> sessionId,
        Optional<String> uuid,
        RawJson raw)
        implements TaskMessage {

    public TaskProgressMessage {
        Objects.requireNonNull(taskId, "taskId");
        Objects.requireNonNull(description, "description");
    }

    @Override
    public String subtype() {
        return "task_progress";
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
