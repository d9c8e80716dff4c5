package dev.agentsdk.control;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import dev.agentsdk.message.PluginState;
import dev.agentsdk.message.SlashCommand;
import java.util.List;
import java.util.Optional;

/** What came of loading the plugins again. */
public final class PluginsReload extends JsonBacked {

    private final ShallowObject in;

    private PluginsReload(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static PluginsReload of(RawJson raw) {
        return new PluginsReload(raw);
    }

    /** {@return the slash commands} */
    public List<SlashCommand> commands() {
        return in.objects("commands", SlashCommand::of);
    }

    /** {@return the subagents} */
    public List<SubagentInfo> subagents() {
        return in.objects("agents", SubagentInfo::of);
    }

    /** {@return the plugins} */
    public List<PluginState> plugins() {
        return in.objects("plugins", PluginState::of);
    }

    /** {@return the MCP servers} */
    public List<McpServerStatus> mcpServers() {
        return in.objects("mcpServers", McpServerStatus::of);
    }

    /** {@return how many plugins have failed} */
    public int errorCount() {
        return in.integer("error_count").orElse(0);
    }

    /** {@return whether nothing was done because the prompt cache would be lost} */
    public boolean isHeld() {
        return in.flag("held");
    }

    /** {@return the MCP servers that are or would be added} */
    public List<String> mcpServersAdded() {
        return in.object("cache_impact").strings("mcp_servers_added");
    }

    /** {@return the MCP servers that are or would be removed} */
    public List<String> mcpServersRemoved() {
        return in.object("cache_impact").strings("mcp_servers_removed");
    }

    /** {@return what happens to the tool for language servers, for example {@code adds}} */
    public Optional<String> lspToolChange() {
        return in.object("cache_impact").string("lsp_tool_change");
    }
}
