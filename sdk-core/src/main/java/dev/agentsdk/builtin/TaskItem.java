package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.List;
import java.util.Optional;

/** A task on the list of the model. */
public final class TaskItem extends JsonBacked {

    private final ShallowObject in;

    private TaskItem(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static TaskItem of(RawJson raw) {
        return new TaskItem(raw);
    }

    /** {@return its id} */
    public String id() {
        return in.text("id");
    }

    /** {@return its title} */
    public String subject() {
        return in.text("subject");
    }

    /** {@return what is to be done} */
    public Optional<String> description() {
        return in.string("description");
    }

    /** {@return {@code pending}, {@code in_progress}, {@code completed} or newer} */
    public Optional<String> status() {
        return in.string("status");
    }

    /** {@return who does it} */
    public Optional<String> owner() {
        return in.string("owner");
    }

    /** {@return the tasks that wait for it} */
    public List<String> blocks() {
        return in.strings("blocks");
    }

    /** {@return the tasks that it waits for} */
    public List<String> blockedBy() {
        return in.strings("blockedBy");
    }
}
