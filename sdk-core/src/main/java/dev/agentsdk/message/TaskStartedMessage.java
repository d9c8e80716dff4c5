package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.json.internal.ShallowObject;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A task begins (subtype {@code task_started}).
 *
 * @param taskId its id
 * @param description what it does
 * @param taskType its kind: {@code local_agent}, {@code local_workflow}, {@code local_bash} or newer
 * @param toolUseId the tool call that began it
 * @param subagentType the kind of helper that runs it
 * @param parentTaskId the task that began it
 * @param workflowName the workflow that it belongs to
 * @param prompt what the helper was told
 * @param backgrounded whether it runs in the background, so that the turn continues before it ends
 * @param spawnDepth how many tasks are above it
 * @param ambient whether it goes on beside the work and is not waited for
 * @param sessionId the session
 * @param uuid the id of this message
 * @param raw the whole message
 */
public record TaskStartedMessage(
        String taskId,
        String description,
        Optional<String> taskType,
        Optional<String> toolUseId,
        Optional<String> subagentType,
        Optional<String> parentTaskId,
        Optional<String> workflowName,
        Optional<String> prompt,
        Optional<Boolean> backgrounded,
        OptionalInt spawnDepth,
        boolean ambient,
        Optional<String> sessionId,
        Optional<String> uuid,
        RawJson raw)
        implements TaskMessage {

    public TaskStartedMessage {
        Objects.requireNonNull(taskId, "taskId");
        Objects.requireNonNull(description, "description");
    }

    @Override
    public String subtype() {
        return "task_started";
    }

    /** {@return whether the transcript does not show it; sent by newer CLIs only} */
    public boolean isSkippedInTranscript() {
        return ShallowObject.of(raw).flag("skip_transcript");
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
