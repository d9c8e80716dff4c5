package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;
import java.util.OptionalInt;

/** Input of the tool {@code Projects}. */
public final class ProjectsInput extends JsonBacked implements BuiltinInput {

    private final ShallowObject in;

    private ProjectsInput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ProjectsInput of(RawJson raw) {
        return new ProjectsInput(raw);
    }

    /** {@return the operation, for example {@code project_read}} */
    public String method() {
        return in.text("method");
    }

    /** {@return the document or the memory file} */
    public Optional<String> path() {
        return in.string("path");
    }

    /** {@return the text to write} */
    public Optional<String> content() {
        return in.string("content");
    }

    /** {@return the file to upload instead of a text} */
    public Optional<String> localPath() {
        return in.string("local_path");
    }

    /** {@return whether the document is shown to the user} */
    public boolean presentToUser() {
        return in.flag("present_to_user");
    }

    /** {@return what is searched for} */
    public Optional<String> query() {
        return in.string("query");
    }

    /** {@return how many hits at most} */
    public OptionalInt hitLimit() {
        return in.integer("n");
    }
}
