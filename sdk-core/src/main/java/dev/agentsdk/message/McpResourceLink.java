package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import java.util.Optional;
import java.util.OptionalLong;

/** A resource of an MCP server that a task has named. */
public final class McpResourceLink extends JsonBacked {

    private final ShallowObject in;

    private McpResourceLink(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static McpResourceLink of(RawJson raw) {
        return new McpResourceLink(raw);
    }

    /** {@return its address} */
    public String uri() {
        return in.text("uri");
    }

    /** {@return its name} */
    public String name() {
        return in.text("name");
    }

    /** {@return its title for people} */
    public Optional<String> title() {
        return in.string("title");
    }

    /** {@return what it is} */
    public Optional<String> description() {
        return in.string("description");
    }

    /** {@return its media type} */
    public Optional<String> mimeType() {
        return in.string("mimeType");
    }

    /** {@return its size in bytes} */
    public OptionalLong size() {
        return in.number("size");
    }

    /** {@return hints of the server, a JSON object} */
    public Optional<RawJson> annotations() {
        return in.raw("annotations");
    }
}
