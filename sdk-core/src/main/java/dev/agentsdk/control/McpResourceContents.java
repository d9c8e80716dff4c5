package dev.agentsdk.control;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** A resource of an MCP server. */
public final class McpResourceContents extends JsonBacked {

    private final ShallowObject in;

    private McpResourceContents(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static McpResourceContents of(RawJson raw) {
        return new McpResourceContents(raw);
    }

    /** {@return its address} */
    public String uri() {
        return in.text("uri");
    }

    /** {@return its media type} */
    public Optional<String> mimeType() {
        return in.string("mimeType");
    }

    /** {@return its text; empty for binary resources} */
    public Optional<String> text() {
        return in.string("text");
    }

    /** {@return its bytes as base64; empty for text} */
    public Optional<String> blob() {
        return in.string("blob");
    }

    /** {@return further data of the server, a JSON object} */
    public Optional<RawJson> meta() {
        return in.raw("_meta");
    }
}
