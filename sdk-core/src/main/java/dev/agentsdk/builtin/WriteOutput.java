package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.List;
import java.util.Optional;

/** Output of the tool {@code Write}. */
public final class WriteOutput extends JsonBacked implements BuiltinOutput {

    private final ShallowObject in;

    private WriteOutput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static WriteOutput of(RawJson raw) {
        return new WriteOutput(raw);
    }

    /** {@return {@code create} or {@code update}} */
    public String kind() {
        return in.text("type");
    }

    /** {@return the file} */
    public String filePath() {
        return in.text("filePath");
    }

    /** {@return the new content} */
    public String content() {
        return in.text("content");
    }

    /** {@return the changed places} */
    public List<PatchHunk> structuredPatch() {
        return in.objects("structuredPatch", PatchHunk::of);
    }

    /** {@return the content before; absent for a new file} */
    public Optional<String> originalFile() {
        return in.string("originalFile");
    }

    /** {@return whether the user has changed the edit} */
    public boolean isUserModified() {
        return in.flag("userModified");
    }

    /** {@return the difference as git has it} */
    public Optional<GitDiff> gitDiff() {
        return in.object("gitDiff", GitDiff::of);
    }

    /** {@return whether the file was not written but is held back until the owner of the machine has looked at it} */
    public boolean isStaged() {
        return in.flag("staged");
    }
}
