package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.time.Instant;
import java.util.Optional;

/** An artifact in a list. */
public final class ArtifactSummary extends JsonBacked {

    private final ShallowObject in;

    private ArtifactSummary(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ArtifactSummary of(RawJson raw) {
        return new ArtifactSummary(raw);
    }

    /** {@return its title} */
    public String title() {
        return in.text("title");
    }

    /** {@return its address} */
    public String url() {
        return in.text("url");
    }

    /** {@return its icon} */
    public Optional<String> favicon() {
        return in.string("favicon");
    }

    /** {@return when it was last changed} */
    public Optional<Instant> updatedAt() {
        return in.instant("updatedAt");
    }

    /** {@return {@code mine}, {@code shared} or newer} */
    public Optional<String> relation() {
        return in.string("rel");
    }

    /** {@return whether it belongs to another organization} */
    public boolean isExternal() {
        return in.flag("external");
    }

    /** {@return what the user may do: {@code editor}, {@code commenter}, {@code reader}, {@code viewer} or newer} */
    public Optional<String> role() {
        return in.string("role");
    }

    /** {@return whether others may have written in it} */
    public boolean isOpenToOutsiders() {
        return in.flag("outsidersMayHaveWritten");
    }

    /** {@return its kind} */
    public Optional<String> listedKind() {
        return in.string("listedKind");
    }

    /** {@return whether it is pinned} */
    public Optional<Boolean> isPinned() {
        return in.bool("pinned");
    }
}
