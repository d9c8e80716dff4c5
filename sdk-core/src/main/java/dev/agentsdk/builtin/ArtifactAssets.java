package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The files of an artifact. */
public final class ArtifactAssets extends JsonBacked {

    private final ShallowObject in;

    private ArtifactAssets(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ArtifactAssets of(RawJson raw) {
        return new ArtifactAssets(raw);
    }

    /** {@return the artifact} */
    public String url() {
        return in.text("url");
    }

    /** {@return the files} */
    public List<ArtifactAsset> assets() {
        return in.objects("assets", ArtifactAsset::of);
    }

    /** {@return how many there are} */
    public OptionalLong files() {
        return in.object("usage").number("files");
    }

    /** {@return their size} */
    public OptionalLong bytes() {
        return in.object("usage").number("bytes");
    }

    /** {@return how many there may be} */
    public OptionalLong maxFiles() {
        return in.object("usage").number("max_files");
    }

    /** {@return the size that they may have} */
    public OptionalLong maxBytes() {
        return in.object("usage").number("max_bytes");
    }

    /** {@return where the listing is continued} */
    public Optional<String> next() {
        return in.string("next");
    }

    /** {@return whether others write in it too} */
    public boolean isCowritten() {
        return in.flag("cowritten");
    }

    /** {@return whether one of them belongs to another organization} */
    public boolean hasOutsideWriter() {
        return in.flag("outside_writer");
    }
}
