package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Input of the tool {@code Artifact}. */
public final class ArtifactInput extends JsonBacked implements BuiltinInput {

    private final ShallowObject in;

    private ArtifactInput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ArtifactInput of(RawJson raw) {
        return new ArtifactInput(raw);
    }

    /** {@return the operation, for example {@code list}; absent for {@code publish}} */
    public Optional<String> action() {
        return in.string("action");
    }

    /** {@return the file to publish or to upload} */
    public Optional<String> filePath() {
        return in.string("file_path");
    }

    /** {@return several files to upload} */
    public List<String> filePaths() {
        return in.strings("file_paths");
    }

    /** {@return the artifact} */
    public Optional<String> url() {
        return in.string("url");
    }

    /** {@return its title} */
    public Optional<String> title() {
        return in.string("title");
    }

    /** {@return what it is, in a sentence} */
    public Optional<String> description() {
        return in.string("description");
    }

    /** {@return a name for this version} */
    public Optional<String> label() {
        return in.string("label");
    }

    /** {@return the icon of its browser tab, in a word} */
    public Optional<String> icon() {
        return in.string("icon");
    }

    /** {@return an emoji in place of the icon, of older agents} */
    public Optional<String> favicon() {
        return in.string("favicon");
    }

    /** {@return what it may do when it is shown, a JSON object by name} */
    public Optional<RawJson> capabilities() {
        return in.raw("capabilities");
    }

    /** {@return the version of the runtime that it is made for, or {@code latest}} */
    public Optional<String> contract() {
        return in.string("contract");
    }

    /** {@return whether a newer version is overwritten} */
    public boolean force() {
        return in.flag("force");
    }

    /** {@return whether it is pinned after it was published} */
    public boolean pin() {
        return in.flag("pin");
    }

    /** {@return what is wanted of an artifact that is read} */
    public Optional<String> prompt() {
        return in.string("prompt");
    }

    /** {@return which are listed: {@code mine}, {@code shared} or {@code all}} */
    public Optional<String> scope() {
        return in.string("scope");
    }

    /** {@return how many are listed at most} */
    public OptionalInt limit() {
        return in.integer("limit");
    }

    /** {@return where a listing of artifacts is continued} */
    public Optional<String> pageToken() {
        return in.string("page_token");
    }

    /** {@return the file of the artifact} */
    public Optional<String> assetId() {
        return in.string("asset_id");
    }

    /** {@return where a listing of files is continued} */
    public Optional<String> after() {
        return in.string("after");
    }

    /** {@return the directory that a file is saved into} */
    public Optional<String> outputDirectory() {
        return in.string("out_dir");
    }
}
