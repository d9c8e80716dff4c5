package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** Output of the tool {@code NotebookEdit}. */
public final class NotebookEditOutput extends JsonBacked implements BuiltinOutput {

    private final ShallowObject in;

    private NotebookEditOutput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static NotebookEditOutput of(RawJson raw) {
        return new NotebookEditOutput(raw);
    }

    /** {@return the notebook} */
    public String notebookPath() {
        return in.text("notebook_path");
    }

    /** {@return the cell} */
    public Optional<String> cellId() {
        return in.string("cell_id");
    }

    /** {@return {@code code} or {@code markdown}} */
    public String cellType() {
        return in.text("cell_type");
    }

    /** {@return the language of the notebook} */
    public String language() {
        return in.text("language");
    }

    /** {@return {@code replace}, {@code insert} or {@code delete}} */
    public String editMode() {
        return in.text("edit_mode");
    }

    /** {@return the new text of the cell} */
    public String newSource() {
        return in.text("new_source");
    }

    /** {@return its text before} */
    public Optional<String> oldSource() {
        return in.string("old_source");
    }

    /** {@return why it failed} */
    public Optional<String> error() {
        return in.string("error");
    }

    /** {@return the notebook before} */
    public String originalFile() {
        return in.text("original_file");
    }

    /** {@return the notebook after} */
    public String updatedFile() {
        return in.text("updated_file");
    }
}
