package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** Input of the tool {@code TaskCreate}. */
public final class TaskCreateInput extends JsonBacked implements BuiltinInput {

    private final ShallowObject in;

    private TaskCreateInput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static TaskCreateInput of(RawJson raw) {
        return new TaskCreateInput(raw);
    }

    /** {@return the task in a line} */
    public String subject() {
        return in.text("subject");
    }

    /** {@return what is to be done} */
    public String description() {
        return in.text("description");
    }

    /** {@return the task in the present participle, shown while it is in progress} */
    public Optional<String> activeForm() {
        return in.string("activeForm");
    }

    /** {@return what else belongs to it, a JSON object} */
    public Optional<RawJson> metadata() {
        return in.raw("metadata");
    }
}
