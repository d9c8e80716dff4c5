package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;

/** Input of the tool {@code TaskGet}. */
public final class TaskGetInput extends JsonBacked implements BuiltinInput {

    private final ShallowObject in;

    private TaskGetInput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static TaskGetInput of(RawJson raw) {
        return new TaskGetInput(raw);
    }

    /** {@return the task} */
    public String taskId() {
        return in.text("taskId");
    }
}
