package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.List;
import java.util.Optional;

/** Input of the tool {@code TaskUpdate}. */
public final class TaskUpdateInput extends JsonBacked implements BuiltinInput {

    private final ShallowObject in;

    private TaskUpdateInput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static TaskUpdateInput of(RawJson raw) {
        return new TaskUpdateInput(raw);
    }

    /** {@return the task} */
    public String taskId() {
        return in.text("taskId");
    }

    /** {@return its new title} */
    public Optional<String> subject() {
        return in.string("subject");
    }

    /** {@return its new description} */
    public Optional<String> description() {
        return in.string("description");
    }

    /** {@return its new form in the present participle} */
    public Optional<String> activeForm() {
        return in.string("activeForm");
    }

    /** {@return its new status: {@code pending}, {@code in_progress}, {@code completed}, {@code deleted} or newer} */
    public Optional<String> status() {
        return in.string("status");
    }

    /** {@return further tasks that wait for it} */
    public List<String> addBlocks() {
        return in.strings("addBlocks");
    }

    /** {@return further tasks that it waits for} */
    public List<String> addBlockedBy() {
        return in.strings("addBlockedBy");
    }

    /** {@return who does it now} */
    public Optional<String> owner() {
        return in.string("owner");
    }

    /** {@return what is changed of its other data, a JSON object: null removes a key} */
    public Optional<RawJson> metadata() {
        return in.raw("metadata");
    }
}
