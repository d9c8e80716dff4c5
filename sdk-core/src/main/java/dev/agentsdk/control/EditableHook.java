package dev.agentsdk.control;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;

/** What can be changed of a hook. */
public final class EditableHook extends JsonBacked {

    private final ShallowObject in;

    private EditableHook(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static EditableHook of(RawJson raw) {
        return new EditableHook(raw);
    }

    /** {@return what it applies to} */
    public String matcher() {
        return in.text("matcher");
    }

    /** {@return its configuration, a JSON object} */
    public RawJson config() {
        return in.rawOrEmpty("config");
    }

    /** {@return whether values of headers were left out} */
    public boolean headersRedacted() {
        return in.flag("headersRedacted");
    }
}
