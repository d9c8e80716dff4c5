package dev.agentsdk.control;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** A tool of an MCP server. */
public final class McpToolInfo extends JsonBacked {

    private final ShallowObject in;

    private McpToolInfo(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static McpToolInfo of(RawJson raw) {
        return new McpToolInfo(raw);
    }

    /** {@return its name at the server} */
    public String name() {
        return in.text("name");
    }

    /** {@return what it does} */
    public Optional<String> description() {
        return in.string("description");
    }

    /** {@return whether it changes nothing} */
    public Optional<Boolean> isReadOnly() {
        return in.object("annotations").bool("readOnly");
    }

    /** {@return whether it may destroy something} */
    public Optional<Boolean> isDestructive() {
        return in.object("annotations").bool("destructive");
    }

    /** {@return whether it reaches beyond the server, for example into the web} */
    public Optional<Boolean> isOpenWorld() {
        return in.object("annotations").bool("openWorld");
    }

    /** {@return further data of the server, a JSON object} */
    public Optional<RawJson> meta() {
        return in.raw("_meta");
    }
}
