package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** Output of the tool {@code TaskCreate}. */
public final class TaskCreateOutput extends JsonBacked implements BuiltinOutput {

    private final ShallowObject in;

    private TaskCreateOutput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static TaskCreateOutput of(RawJson raw) {
        return new TaskCreateOutput(raw);
    }

    /** {@return the task} */
    public Optional<TaskItem> task() {
        return in.object("task", TaskItem::of);
    }
}
