package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;

/** Input of the tool {@code Edit}. */
public final class EditInput extends JsonBacked implements BuiltinInput {

    private final ShallowObject in;

    private EditInput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static EditInput of(RawJson raw) {
        return new EditInput(raw);
    }

    /** {@return the file, an absolute path} */
    public String filePath() {
        return in.text("file_path");
    }

    /** {@return the text to replace} */
    public String oldString() {
        return in.text("old_string");
    }

    /** {@return the text in its place} */
    public String newString() {
        return in.text("new_string");
    }

    /** {@return whether each occurrence is replaced} */
    public boolean replaceAll() {
        return in.flag("replace_all");
    }
}
