package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.OptionalLong;

/** A file of an artifact that was saved on this machine. */
public final class ArtifactAssetFile extends JsonBacked {

    private final ShallowObject in;

    private ArtifactAssetFile(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ArtifactAssetFile of(RawJson raw) {
        return new ArtifactAssetFile(raw);
    }

    /** {@return its id} */
    public String id() {
        return in.text("id");
    }

    /** {@return where it was saved} */
    public String path() {
        return in.text("path");
    }

    /** {@return its size in bytes} */
    public OptionalLong size() {
        return in.number("size_bytes");
    }

    /** {@return its media type} */
    public String contentType() {
        return in.text("content_type");
    }

    /** {@return its SHA-256} */
    public String sha256() {
        return in.text("sha256");
    }

    /** {@return whether others write in the artifact too} */
    public boolean isCowritten() {
        return in.flag("cowritten");
    }

    /** {@return whether one of them belongs to another organization} */
    public boolean hasOutsideWriter() {
        return in.flag("outside_writer");
    }

    /** {@return whether it was read as everybody can read it} */
    public boolean isPublicRead() {
        return in.flag("public_read");
    }

    /** {@return whether it belongs to someone else} */
    public boolean isForeign() {
        return in.flag("foreign");
    }
}
