package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import java.util.List;
import java.util.Optional;

/** A summary in place of the conversation so far, made by the API. */
public final class CompactionBlock extends JsonBacked implements ContentBlock {

    private final ShallowObject in;

    private CompactionBlock(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static CompactionBlock of(RawJson raw) {
        return new CompactionBlock(raw);
    }

    /** {@return the summary; empty if there is none} */
    public Optional<String> content() {
        return in.string("content");
    }

    /** {@return a form of it that only the API can read} */
    public Optional<String> encryptedContent() {
        return in.string("encrypted_content");
    }

    /** {@return the signature of the API} */
    public Optional<String> signature() {
        return in.string("signature");
    }

    /** {@return tools that were added or removed, each a JSON object} */
    public List<RawJson> toolChanges() {
        return in.raws("tool_changes");
    }

    @Override
    public String type() {
        return "compaction";
    }
}
