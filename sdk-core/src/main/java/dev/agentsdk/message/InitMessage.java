package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.json.internal.ShallowObject;
import java.util.List;
import java.util.Optional;

/**
 * The set-up of a turn (wire type {@code system}, subtype {@code init}). It comes with every turn, after the user's
 * message, and not when the session is opened.
 *
 * <p>Methods that are no components of the record read the raw JSON anew each time they are called: what few applications
 * look at costs the others nothing.
 *
 * @param model the model in use
 * @param cwd the agent's working directory
 * @param tools the names of the tools at hand
 * @param permissionMode the permission mode
 * @param cliVersion the version of the CLI
 * @param sessionId the session
 * @param uuid the id of this message
 * @param raw the whole message
 */
public record InitMessage(
        Optional<String> model,
        Optional<String> cwd,
        List<String> tools,
        Optional<String> permissionMode,
        Optional<String> cliVersion,
        Optional<String> sessionId,
        Optional<String> uuid,
        RawJson raw)
        implements SystemMessage {

    public InitMessage {
        tools = List.copyOf(tools);
    }

    @Override
    public String subtype() {
        return "init";
    }

    /** {@return the MCP servers and how they are} */
    public List<McpServerState> mcpServers() {
        return Details.mcpServers(raw);
    }

    /** {@return the commands at hand, without the slash} */
    public List<String> slashCommands() {
        return ShallowObject.of(raw).strings("slash_commands");
    }

    /** {@return the helpers at hand} */
    public List<String> agents() {
        return ShallowObject.of(raw).strings("agents");
    }

    /** {@return the skills at hand} */
    public List<String> skills() {
        return ShallowObject.of(raw).strings("skills");
    }

    /** {@return the plugins} */
    public List<PluginState> plugins() {
        return ShallowObject.of(raw).objects("plugins", PluginState::of);
    }

    /** {@return what this CLI can do that others cannot; sent by newer CLIs only} */
    public List<String> capabilities() {
        return ShallowObject.of(raw).strings("capabilities");
    }

    /** {@return the style in which it answers} */
    public Optional<String> outputStyle() {
        return ShallowObject.of(raw).string("output_style");
    }

    /** {@return where the API key comes from, for example {@code user} or {@code none}} */
    public Optional<String> apiKeySource() {
        return ShallowObject.of(raw).string("apiKeySource");
    }

    /** {@return the beta features of the API that are on} */
    public List<String> betas() {
        return ShallowObject.of(raw).strings("betas");
    }

    /** {@return commands that only work in a terminal; sent by newer CLIs only} */
    public List<String> terminalSlashCommands() {
        return ShallowObject.of(raw).strings("terminal_slash_commands");
    }

    /** {@return plugins that could not be used; sent by newer CLIs only} */
    public List<PluginError> pluginErrors() {
        return ShallowObject.of(raw).objects("plugin_errors", PluginError::of);
    }

    /** {@return the fast mode: {@code off}, {@code cooldown} or {@code on}; sent by newer CLIs only} */
    public Optional<String> fastModeState() {
        return ShallowObject.of(raw).string("fast_mode_state");
    }

    /** {@return why fast mode is not available; sent by newer CLIs only} */
    public Optional<String> fastModeDisabledReason() {
        return ShallowObject.of(raw).string("fast_mode_disabled_reason");
    }

    /** {@return the effort; sent by newer CLIs only} */
    public Optional<String> effort() {
        return ShallowObject.of(raw).string("effort");
    }

    /** {@return how much the CLI shows: {@code focus} or {@code default}; sent by newer CLIs only} */
    public Optional<String> viewMode() {
        return ShallowObject.of(raw).string("view_mode");
    }

    /** {@return whether shell commands run in the sandbox. {@code claude} 2.1.332 and newer} */
    public Optional<Boolean> isSandboxEnabled() {
        return ShallowObject.of(raw).bool("sandbox_enabled");
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
