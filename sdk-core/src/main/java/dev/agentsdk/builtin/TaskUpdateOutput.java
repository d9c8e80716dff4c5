package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.List;
import java.util.Optional;

/** Output of the tool {@code TaskUpdate}. */
public final class TaskUpdateOutput extends JsonBacked implements BuiltinOutput {

    private final ShallowObject in;

    private TaskUpdateOutput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static TaskUpdateOutput of(RawJson raw) {
        return new TaskUpdateOutput(raw);
    }

    /** {@return whether it was changed} */
    public boolean isSuccess() {
        return in.flag("success");
    }

    /** {@return the task} */
    public String taskId() {
        return in.text("taskId");
    }

    /** {@return what was changed} */
    public List<String> updatedFields() {
        return in.strings("updatedFields");
    }

    /** {@return why it was not} */
    public Optional<String> error() {
        return in.string("error");
    }

    /** {@return its status before} */
    public Optional<String> oldStatus() {
        return in.object("statusChange").string("from");
    }

    /** {@return its status after} */
    public Optional<String> newStatus() {
        return in.object("statusChange").string("to");
    }
}
