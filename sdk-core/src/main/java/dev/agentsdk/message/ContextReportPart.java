package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import java.util.Optional;

/** A part of the context window. Which fields it has depends on what it is. */
public final class ContextReportPart extends JsonBacked {

    private final ShallowObject in;

    private ContextReportPart(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ContextReportPart of(RawJson raw) {
        return new ContextReportPart(raw);
    }

    /** {@return its name, or the path of a file, or the type of a subagent} */
    public String name() {
        return in.string("name")
                .or(() -> in.string("path"))
                .or(() -> in.string("agent_type"))
                .orElse("");
    }

    /** {@return its size in tokens} */
    public long tokens() {
        return in.number("tokens").orElse(0);
    }

    /** {@return {@code used}, {@code free}, {@code buffer}, {@code deferred} of a category; the kind of a file of instructions} */
    public Optional<String> kind() {
        return in.string("kind").or(() -> in.string("type"));
    }

    /** {@return the MCP server of a tool} */
    public Optional<String> serverName() {
        return in.string("server_name");
    }

    /** {@return where a subagent or a skill is defined} */
    public Optional<String> source() {
        return in.string("source");
    }

    /** {@return the plugin of a skill} */
    public Optional<String> pluginName() {
        return in.string("plugin_name");
    }
}
