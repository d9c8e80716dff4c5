package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import java.util.List;
import java.util.Optional;

/** Messages that a compaction has kept. */
public final class PreservedMessages extends JsonBacked {

    private final ShallowObject in;

    private PreservedMessages(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static PreservedMessages of(RawJson raw) {
        return new PreservedMessages(raw);
    }

    /** {@return the id of the message that they follow} */
    public String anchorUuid() {
        return in.text("anchor_uuid");
    }

    /** {@return the id of the first of them} */
    public Optional<String> headUuid() {
        return in.string("head_uuid");
    }

    /** {@return the id of the last of them} */
    public Optional<String> tailUuid() {
        return in.string("tail_uuid");
    }

    /** {@return their ids, in their order} */
    public List<String> uuids() {
        return in.strings("uuids");
    }
}
