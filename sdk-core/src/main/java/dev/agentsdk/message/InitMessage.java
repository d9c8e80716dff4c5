package dev.agentsdk.message;

import dev.agentsdk.internal.ShallowObject;
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

    /** {@return the plugins, each a JSON object with {@code name}, {@code path} and more} */
    public List<RawJson> plugins() {
        return ShallowObject.of(raw).raws("plugins");
    }

    /** {@return what this CLI can do that others cannot. Newer CLIs} */
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
}
