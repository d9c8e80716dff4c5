package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** Output of the tool {@code TaskStop}. */
public final class TaskStopOutput extends JsonBacked implements BuiltinOutput {

    private final ShallowObject in;

    private TaskStopOutput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static TaskStopOutput of(RawJson raw) {
        return new TaskStopOutput(raw);
    }

    /** {@return what was done} */
    public String message() {
        return in.text("message");
    }

    /** {@return the task} */
    public String taskId() {
        return in.text("task_id");
    }

    /** {@return its kind} */
    public String taskType() {
        return in.text("task_type");
    }

    /** {@return its command or description} */
    public Optional<String> command() {
        return in.string("command");
    }
}
