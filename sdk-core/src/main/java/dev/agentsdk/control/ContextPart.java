package dev.agentsdk.control;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/**
 * One thing in the context window: a file, a tool, a section, a subagent or a skill. Which fields it has depends on that.
 */
public final class ContextPart extends JsonBacked {

    private final ShallowObject in;

    private ContextPart(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ContextPart of(RawJson raw) {
        return new ContextPart(raw);
    }

    /** {@return its name: of a tool or a skill, else the path of a file, the type of a subagent, the name of a server} */
    public String name() {
        return in.string("name")
                .or(this::path)
                .or(this::agentType)
                .or(this::serverName)
                .orElse("");
    }

    /** {@return its size in tokens} */
    public long tokens() {
        return in.number("tokens").orElse(0);
    }

    /** {@return the path of a file} */
    public Optional<String> path() {
        return in.string("path");
    }

    /** {@return the kind of a file of instructions, for example {@code Project}} */
    public Optional<String> fileType() {
        return in.string("type");
    }

    /** {@return the MCP server of a tool} */
    public Optional<String> serverName() {
        return in.string("serverName");
    }

    /** {@return whether a tool that is loaded when needed is loaded} */
    public Optional<Boolean> isLoaded() {
        return in.bool("isLoaded");
    }

    /** {@return the type of a subagent} */
    public Optional<String> agentType() {
        return in.string("agentType");
    }

    /** {@return where a subagent or a skill is defined} */
    public Optional<String> source() {
        return in.string("source");
    }

    /** {@return the plugin that it comes from} */
    public Optional<String> pluginId() {
        return in.string("pluginId");
    }

    /** {@return the name of that plugin} */
    public Optional<String> pluginName() {
        return in.string("pluginName");
    }
}
