package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** A document or file of a project, or of its memory. */
public final class ProjectFile extends JsonBacked {

    private final ShallowObject in;

    private ProjectFile(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ProjectFile of(RawJson raw) {
        return new ProjectFile(raw);
    }

    /** {@return its path} */
    public String path() {
        return in.text("path");
    }

    /** {@return its kind} */
    public Optional<String> fileKind() {
        return in.string("file_kind");
    }

    /** {@return when it was made} */
    public Optional<Instant> createdAt() {
        return in.instant("created_at");
    }

    /** {@return when it was last changed} */
    public Optional<Instant> updatedAt() {
        return in.instant("updated_at");
    }

    /** {@return its size in bytes} */
    public OptionalLong size() {
        return in.number("size_bytes");
    }

    /** {@return whether a part of it is left out} */
    public boolean isTruncated() {
        return in.flag("truncated");
    }
}
