package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;

/** A change of a skill's file. */
public final class SkillEdit extends JsonBacked {

    private final ShallowObject in;

    private SkillEdit(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static SkillEdit of(RawJson raw) {
        return new SkillEdit(raw);
    }

    /** {@return the text to replace} */
    public String oldString() {
        return in.text("old_string");
    }

    /** {@return the text to put in its place} */
    public String newString() {
        return in.text("new_string");
    }
}
