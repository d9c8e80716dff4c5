package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** Input of the tool {@code NotebookEdit}. */
public final class NotebookEditInput extends JsonBacked implements BuiltinInput {

    private final ShallowObject in;

    private NotebookEditInput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static NotebookEditInput of(RawJson raw) {
        return new NotebookEditInput(raw);
    }

    /** {@return the notebook, an absolute path} */
    public String notebookPath() {
        return in.text("notebook_path");
    }

    /** {@return the cell} */
    public Optional<String> cellId() {
        return in.string("cell_id");
    }

    /** {@return its new text} */
    public String newSource() {
        return in.text("new_source");
    }

    /** {@return {@code code} or {@code markdown}} */
    public Optional<String> cellType() {
        return in.string("cell_type");
    }

    /** {@return {@code replace}, {@code insert} or {@code delete}} */
    public Optional<String> editMode() {
        return in.string("edit_mode");
    }
}
