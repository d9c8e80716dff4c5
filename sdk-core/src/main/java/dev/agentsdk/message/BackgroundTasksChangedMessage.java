package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import java.util.List;
import java.util.Optional;

/**
 * Which tasks run in the background now (subtype {@code background_tasks_changed}).
 *
 * @param tasks all of them
 * @param sessionId the session
 * @param uuid the id of this message
 * @param raw the whole message
 */
public record BackgroundTasksChangedMessage(
        List<BackgroundTask> tasks, Optional<String> sessionId, Optional<String> uuid, RawJson raw)
        implements SystemMessage {

    public BackgroundTasksChangedMessage {
        tasks = List.copyOf(tasks);
    }

    @Override
    public String subtype() {
        return "background_tasks_changed";
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
