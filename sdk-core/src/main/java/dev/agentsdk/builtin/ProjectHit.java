package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;
import java.util.OptionalInt;

/** A place in a document that a search in a project has found. */
public final class ProjectHit extends JsonBacked {

    private final ShallowObject in;

    private ProjectHit(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ProjectHit of(RawJson raw) {
        return new ProjectHit(raw);
    }

    /** {@return the document} */
    public Optional<String> name() {
        return in.string("name");
    }

    /** {@return the id of the document} */
    public Optional<String> documentUuid() {
        return in.string("doc_uuid");
    }

    /** {@return the text} */
    public Optional<String> text() {
        return in.string("text");
    }

    /** {@return whether the model gets an image of it} */
    public boolean hasImage() {
        return in.flag("image_attached");
    }

    /** {@return the page} */
    public OptionalInt page() {
        return in.integer("page");
    }
}
