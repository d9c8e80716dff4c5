package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.List;

/** Output of the tool {@code TaskList}. */
public final class TaskListOutput extends JsonBacked implements BuiltinOutput {

    private final ShallowObject in;

    private TaskListOutput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static TaskListOutput of(RawJson raw) {
        return new TaskListOutput(raw);
    }

    /** {@return the tasks} */
    public List<TaskItem> tasks() {
        return in.objects("tasks", TaskItem::of);
    }
}
