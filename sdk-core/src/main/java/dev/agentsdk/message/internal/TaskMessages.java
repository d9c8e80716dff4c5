package dev.agentsdk.message.internal;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.BackgroundTask;
import dev.agentsdk.message.BackgroundTasksChangedMessage;
import dev.agentsdk.message.McpResourceLink;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.TaskNotificationMessage;
import dev.agentsdk.message.TaskProgressMessage;
import dev.agentsdk.message.TaskStartedMessage;
import dev.agentsdk.message.TaskUpdatedMessage;
import dev.agentsdk.message.TaskUsage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** News about tasks, by their subtype. */
final class TaskMessages {

    private TaskMessages() {}

    static Message of(String subtype, ShallowObject in, RawJson raw) {
        Optional<String> sessionId = in.string("session_id");
        Optional<String> uuid = in.string("uuid");
        return switch (subtype) {
            case "task_started" ->
                new TaskStartedMessage(
                        in.text("task_id"),
                        in.text("description"),
                        in.string("task_type"),
                        in.string("tool_use_id"),
                        in.string("subagent_type"),
                        in.string("parent_task_id"),
                        in.string("workflow_name"),
                        in.string("prompt"),
                        in.bool("is_backgrounded"),
                        in.integer("spawn_depth"),
                        in.flag("ambient"),
                        sessionId,
                        uuid,
                        raw);
            case "task_progress" ->
                new TaskProgressMessage(
                        in.text("task_id"),
                        in.text("description"),
                        usage(in),
                        in.string("last_tool_name"),
                        in.string("summary"),
                        in.string("tool_use_id"),
                        in.string("subagent_type"),
                        sessionId,
                        uuid,
                        raw);
            case "task_updated" -> {
                ShallowObject patch = in.object("patch");
                yield new TaskUpdatedMessage(
                        in.text("task_id"),
                        patch.string("status"),
                        patch.string("description"),
                        patch.string("error"),
                        patch.instant("end_time"),
                        patch.millis("total_paused_ms"),
                        patch.bool("is_backgrounded"),
                        in.raw("patch"),
                        sessionId,
                        uuid,
                        raw);
            }
            case "task_notification" ->
                new TaskNotificationMessage(
                        in.text("task_id"),
                        in.text("status"),
                        in.text("summary"),
                        in.string("output_file"),
                        usage(in),
                        in.string("tool_use_id"),
                        in.string("reason"),
                        in.objects("resource_links", McpResourceLink::of),
                        in.flag("ambient"),
                        sessionId,
                        uuid,
                        raw);
            default -> new BackgroundTasksChangedMessage(tasks(in), sessionId, uuid, raw);
        };
    }

    private static Optional<TaskUsage> usage(ShallowObject in) {
        return in.raw("usage").map(raw -> {
            ShallowObject usage = ShallowObject.of(raw);
            return new TaskUsage(
                    usage.number("total_tokens").orElse(0),
                    usage.integer("tool_uses").orElse(0),
                    usage.millis("duration_ms").orElse(Duration.ZERO),
                    raw);
        });
    }

    private static List<BackgroundTask> tasks(ShallowObject in) {
        return in.raws("tasks").stream()
                .map(raw -> {
                    ShallowObject task = ShallowObject.of(raw);
                    return new BackgroundTask(
                            task.text("task_id"),
                            task.text("task_type"),
                            task.text("description"),
                            task.string("subagent_type"),
                            task.string("parent_task_id"),
                            task.flag("ambient"),
                            raw);
                })
                .toList();
    }
}
