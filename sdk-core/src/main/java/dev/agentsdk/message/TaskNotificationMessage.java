package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.json.internal.ShallowObject;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A task has ended (subtype {@code task_notification}).
 *
 * @param taskId its id
 * @param status {@code completed}, {@code failed}, {@code stopped} or newer
 * @param summary what came of it
 * @param outputFile where its output is
 * @param usage what it has used
 * @param toolUseId the tool call that began it
 * @param reason why it ended, for example {@code worker_restart}
 * @param resourceLinks what it refers to
 * @param ambient whether it went on beside the work
 * @param sessionId the session
 * @param uuid the id of this message
 * @param raw the whole message
 */
public record TaskNotificationMessage(
        String taskId,
        String status,
        String summary,
        Optional<String> outputFile,
        Optional<TaskUsage> usage,
        Optional<String> toolUseId,
        Optional<String> reason,
        List<McpResourceLink> resourceLinks,
        boolean ambient,
        Optional<String> sessionId,
        Optional<String> uuid,
        RawJson raw)
        implements TaskMessage {

    public TaskNotificationMessage {
        Objects.requireNonNull(taskId, "taskId");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(summary, "summary");
        resourceLinks = List.copyOf(resourceLinks);
    }

    @Override
    public String subtype() {
        return "task_notification";
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
