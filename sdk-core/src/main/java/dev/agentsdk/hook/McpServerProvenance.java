package dev.agentsdk.hook;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;

/** The MCP server that a tool belongs to. */
public final class McpServerProvenance extends JsonBacked {

    private final ShallowObject in;

    private McpServerProvenance(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static McpServerProvenance of(RawJson raw) {
        return new McpServerProvenance(raw);
    }

    /** {@return its name in the configuration} */
    public String name() {
        return in.text("name");
    }

    /** {@return where it is configured, for example {@code project} or {@code plugin}} */
    public String source() {
        return in.text("source");
    }
}
