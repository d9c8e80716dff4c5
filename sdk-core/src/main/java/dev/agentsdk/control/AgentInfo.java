package dev.agentsdk.control;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import dev.agentsdk.message.SlashCommand;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The answer of the agent to the handshake. Which parts there are depends on its version. */
public final class AgentInfo extends JsonBacked {

    private final ShallowObject in;

    private AgentInfo(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static AgentInfo of(RawJson raw) {
        return new AgentInfo(raw);
    }

    /** {@return the slash commands that it knows} */
    public List<SlashCommand> commands() {
        return in.objects("commands", SlashCommand::of);
    }

    /** {@return the models that it can use} */
    public List<ModelInfo> models() {
        return in.objects("models", ModelInfo::of);
    }

    /** {@return the subagents that it can start} */
    public List<SubagentInfo> subagents() {
        return in.objects("agents", SubagentInfo::of);
    }

    /** {@return the account that it uses} */
    public Optional<AccountInfo> account() {
        return in.object("account", AccountInfo::of);
    }

    /** {@return the current output style} */
    public Optional<String> outputStyle() {
        return in.string("output_style");
    }

    /** {@return all output styles} */
    public List<String> availableOutputStyles() {
        return in.strings("available_output_styles");
    }

    /** {@return its version; sent by newer CLIs only} */
    public Optional<String> cliVersion() {
        return in.string("claude_code_version");
    }

    /** {@return whether the hooks of the handshake are in force; sent by newer CLIs only} */
    public Optional<Boolean> hooksApplied() {
        return in.bool("hooks_applied");
    }

    /**
     * Whether a hook that fails can block; see {@code HookMatcher.blockingOnFailure()}.
     *
     * @return the answer; sent by newer CLIs only
     */
    public Optional<Boolean> supportsBlockingHooks() {
        return in.bool("hook_on_failure_supported");
    }

    /** {@return whether plugins of the handshake are in force; sent by newer CLIs only} */
    public Optional<Boolean> pluginsApplied() {
        return in.bool("plugins_applied");
    }

    /** {@return whether MCP servers of the handshake are in force; sent by newer CLIs only} */
    public Optional<Boolean> mcpServersApplied() {
        return in.bool("mcp_servers_applied");
    }

    /**
     * What the CLI did with the manifests of in-process MCP servers. This SDK sends no manifests.
     *
     * @return a word for each server; sent by newer CLIs only
     */
    public Map<String, String> sdkMcpManifests() {
        return in.stringMap("sdk_mcp_manifests_parked");
    }

    /** {@return the fast mode: {@code off}, {@code cooldown} or {@code on}; sent by newer CLIs only} */
    public Optional<String> fastModeState() {
        return in.string("fast_mode_state");
    }

    /** {@return why fast mode is not available; sent by newer CLIs only} */
    public Optional<String> fastModeDisabledReason() {
        return in.string("fast_mode_disabled_reason");
    }

    /** {@return whether shell commands run in the sandbox. {@code claude} 2.1.332 and newer} */
    public Optional<Boolean> isSandboxEnabled() {
        return in.bool("sandbox_enabled");
    }
}
