package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** A part of a resource of an MCP server. */
public final class McpResourceContent extends JsonBacked {

    private final ShallowObject in;

    private McpResourceContent(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static McpResourceContent of(RawJson raw) {
        return new McpResourceContent(raw);
    }

    /** {@return its address} */
    public String uri() {
        return in.text("uri");
    }

    /** {@return its media type} */
    public Optional<String> mimeType() {
        return in.string("mimeType");
    }

    /** {@return its text} */
    public Optional<String> text() {
        return in.string("text");
    }

    /** {@return the file with its bytes} */
    public Optional<String> blobSavedTo() {
        return in.string("blobSavedTo");
    }
}
