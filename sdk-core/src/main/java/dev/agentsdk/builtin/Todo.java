package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;

/** A task on the list of the model. */
public final class Todo extends JsonBacked {

    private final ShallowObject in;

    private Todo(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static Todo of(RawJson raw) {
        return new Todo(raw);
    }

    /** {@return what to do} */
    public String content() {
        return in.text("content");
    }

    /** {@return {@code pending}, {@code in_progress} or {@code completed}} */
    public String status() {
        return in.text("status");
    }

    /** {@return the task in the present participle, shown while it is in progress} */
    public String activeForm() {
        return in.text("activeForm");
    }
}
