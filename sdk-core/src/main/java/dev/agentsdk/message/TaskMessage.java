package dev.agentsdk.message;

import dev.agentsdk.json.internal.ShallowObject;
import java.util.Optional;
import java.util.Set;

/** News about a task: a helper, a workflow, or a command in the background. */
public sealed interface TaskMessage extends SystemMessage
        permits TaskNotificationMessage, TaskProgressMessage, TaskStartedMessage, TaskUpdatedMessage {

    /**
     * The task.
     *
     * @return its id, empty if the agent did not say
     */
    String taskId();

    /** {@return the run of the task: equal in all its messages until it is resumed; sent by newer CLIs only} */
    default Optional<String> runId() {
        return ShallowObject.of(raw()).string("run_id");
    }

    /**
     * Whether a status is an end. Different messages have different words for it.
     *
     * @param status a task's status
     * @return true for {@code completed}, {@code failed}, {@code stopped} and {@code killed}
     */
    static boolean isTerminal(String status) {
        return Set.of("completed", "failed", "stopped", "killed").contains(status);
    }
}
