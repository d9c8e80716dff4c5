package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** A resource that an MCP server offers. */
public final class McpResourceInfo extends JsonBacked {

    private final ShallowObject in;

    private McpResourceInfo(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static McpResourceInfo of(RawJson raw) {
        return new McpResourceInfo(raw);
    }

    /** {@return its address} */
    public String uri() {
        return in.text("uri");
    }

    /** {@return its name} */
    public String name() {
        return in.text("name");
    }

    /** {@return its media type} */
    public Optional<String> mimeType() {
        return in.string("mimeType");
    }

    /** {@return what it is} */
    public Optional<String> description() {
        return in.string("description");
    }

    /** {@return the server, if resources of several are listed} */
    public Optional<String> server() {
        return in.string("server");
    }
}
