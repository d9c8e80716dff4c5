package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.json.internal.ShallowObject;
import java.util.Objects;
import java.util.Optional;

/**
 * A task that runs in the background.
 *
 * @param taskId its id
 * @param taskType its kind, for example {@code local_bash}; open, newer agents know more
 * @param description what it does
 * @param subagentType the kind of helper that runs it
 * @param parentTaskId the task that began it
 * @param ambient whether it goes on beside the work and is not waited for
 * @param raw the whole object
 */
public record BackgroundTask(
        String taskId,
        String taskType,
        String description,
        Optional<String> subagentType,
        Optional<String> parentTaskId,
        boolean ambient,
        RawJson raw) {

    public BackgroundTask {
        Objects.requireNonNull(taskId, "taskId");
        Objects.requireNonNull(taskType, "taskType");
        Objects.requireNonNull(description, "description");
    }

    /** {@return the run of the task: equal in all its messages until it is resumed; sent by newer CLIs only} */
    public Optional<String> runId() {
        return ShallowObject.of(raw).string("run_id");
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
