package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.List;

/** Output of the tool {@code TodoWrite}. */
public final class TodoWriteOutput extends JsonBacked implements BuiltinOutput {

    private final ShallowObject in;

    private TodoWriteOutput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static TodoWriteOutput of(RawJson raw) {
        return new TodoWriteOutput(raw);
    }

    /** {@return the list before} */
    public List<Todo> oldTodos() {
        return in.objects("oldTodos", Todo::of);
    }

    /** {@return the list after} */
    public List<Todo> newTodos() {
        return in.objects("newTodos", Todo::of);
    }
}
