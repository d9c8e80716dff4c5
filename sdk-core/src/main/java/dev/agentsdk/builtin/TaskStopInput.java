package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;

/** Input of the tool {@code TaskStop}. */
public final class TaskStopInput extends JsonBacked implements BuiltinInput {

    private final ShallowObject in;

    private TaskStopInput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static TaskStopInput of(RawJson raw) {
        return new TaskStopInput(raw);
    }

    /** {@return the task} */
    public String taskId() {
        return in.string("task_id").orElseGet(() -> in.text("shell_id"));
    }
}
