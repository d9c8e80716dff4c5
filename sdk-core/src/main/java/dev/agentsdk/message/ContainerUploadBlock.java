package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;

/** A file that was put into the container of the API. */
public final class ContainerUploadBlock extends JsonBacked implements ContentBlock {

    private final ShallowObject in;

    private ContainerUploadBlock(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ContainerUploadBlock of(RawJson raw) {
        return new ContainerUploadBlock(raw);
    }

    /** {@return the id of the file} */
    public String fileId() {
        return in.text("file_id");
    }

    @Override
    public String type() {
        return "container_upload";
    }
}
