package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;
import java.util.OptionalLong;

/** What became of one of several files that were uploaded to an artifact. */
public final class ArtifactUpload extends JsonBacked {

    private final ShallowObject in;

    private ArtifactUpload(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ArtifactUpload of(RawJson raw) {
        return new ArtifactUpload(raw);
    }

    /** {@return the file on this machine} */
    public String filePath() {
        return in.text("file_path");
    }

    /** {@return {@code uploaded}, {@code failed}, {@code not_attempted} or newer} */
    public String status() {
        return in.text("status");
    }

    /** {@return its id} */
    public Optional<String> id() {
        return in.string("id");
    }

    /** {@return its address} */
    public Optional<String> url() {
        return in.string("url");
    }

    /** {@return its size in bytes} */
    public OptionalLong size() {
        return in.number("size_bytes");
    }

    /** {@return its media type} */
    public Optional<String> contentType() {
        return in.string("content_type");
    }

    /** {@return its SHA-256} */
    public Optional<String> sha256() {
        return in.string("sha256");
    }

    /** {@return its name} */
    public Optional<String> fileName() {
        return in.string("file_name");
    }

    /** {@return why it was not uploaded} */
    public Optional<String> reason() {
        return in.string("reason");
    }

    /** {@return the same in words} */
    public Optional<String> message() {
        return in.string("message");
    }

    /** {@return whether it may be there nevertheless} */
    public boolean mayBeStored() {
        return in.flag("may_be_stored");
    }
}
