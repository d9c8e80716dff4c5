package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** Output of the tool {@code TaskGet}. */
public final class TaskGetOutput extends JsonBacked implements BuiltinOutput {

    private final ShallowObject in;

    private TaskGetOutput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static TaskGetOutput of(RawJson raw) {
        return new TaskGetOutput(raw);
    }

    /** {@return the task; absent if there is none of this id} */
    public Optional<TaskItem> task() {
        return in.object("task", TaskItem::of);
    }
}
