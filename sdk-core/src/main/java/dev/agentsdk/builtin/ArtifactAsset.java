package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** A file of an artifact. */
public final class ArtifactAsset extends JsonBacked {

    private final ShallowObject in;

    private ArtifactAsset(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ArtifactAsset of(RawJson raw) {
        return new ArtifactAsset(raw);
    }

    /** {@return its id} */
    public String id() {
        return in.text("id");
    }

    /** {@return its address} */
    public String url() {
        return in.text("url");
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
    public Optional<String> sha256() {
        return in.string("sha256");
    }

    /** {@return its name} */
    public Optional<String> fileName() {
        return in.string("file_name");
    }

    /** {@return when it was uploaded} */
    public Optional<Instant> createdAt() {
        return in.instant("created_at");
    }
}
