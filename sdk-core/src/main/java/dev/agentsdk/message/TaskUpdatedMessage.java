package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Something about a task has changed (subtype {@code task_updated}).
 *
 * @param taskId its id
 * @param status {@code pending}, {@code running}, {@code paused}, {@code completed}, {@code failed}, {@code killed} or newer
 * @param description what it does
 * @param error what went wrong
 * @param endTime when it ended
 * @param totalPaused how long it was paused
 * @param backgrounded whether it runs in the background, so that the turn continues before it ends
 * @param patch all that has changed
 * @param sessionId the session
 * @param uuid the id of this message
 * @param raw the whole message
 */
public record TaskUpdatedMessage(
        String taskId,
        Optional<String> status,
        Optional<String> description,
        Optional<String> error,
        Optional<Instant> endTime,
        Optional<Duration> totalPaused,
        Optional<Boolean> backgrounded,
        Optional<RawJson> patch,
        Optional<String> sessionId,
        Optional<String> uuid,
        RawJson raw)
        implements TaskMessage {

    public TaskUpdatedMessage {
        Objects.requireNonNull(taskId, "taskId");
    }

    @Override
    public String subtype() {
        return "task_updated";
    }

    /**
     * Whether the task has ended. The end may come as this message or as a {@link TaskNotificationMessage}, or as both.
     *
     * @return true if the status says so
     */
    public boolean isTerminal() {
        return status.filter(TaskMessage::isTerminal).isPresent();
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
