package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.List;

/** Input of the tool {@code TodoWrite}. */
public final class TodoWriteInput extends JsonBacked implements BuiltinInput {

    private final ShallowObject in;

    private TodoWriteInput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static TodoWriteInput of(RawJson raw) {
        return new TodoWriteInput(raw);
    }

    /** {@return the whole list} */
    public List<Todo> todos() {
        return in.objects("todos", Todo::of);
    }
}
