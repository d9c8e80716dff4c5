package dev.agentsdk.builtin;

import dev.agentsdk.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import dev.agentsdk.message.RawJson;

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
