package dev.agentsdk.options;

import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.permission.PermissionMode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The part of {@link AgentOptions.Builder} that everybody needs: single options, each a part of a group, set without
 * naming the group. A class of its own so that neither file is a long list.
 */
abstract class OptionShortcuts {

    Environment environment = Environment.inherited();
    Models models = Models.unset();
    ToolAccess toolAccess = ToolAccess.unset();
    PermissionPolicy permissionPolicy = PermissionPolicy.unset();
    McpServers mcpServers = McpServers.unset();
    Conversation conversation = Conversation.fresh();
    Budget budget = Budget.unset();
    Workspace workspace = Workspace.here();
    Subagents subagents = Subagents.unset();
    Output output = Output.plain();
    final Map<String, Optional<String>> extraArgs = new LinkedHashMap<>();

    /** Only {@link AgentOptions.Builder} is made of this. */
    OptionShortcuts() {}

    abstract AgentOptions.Builder self();

    /**
     * Sets the agent's working directory. It must exist when the agent is started.
     *
     * @param directory the directory
     * @return this builder
     */
    public AgentOptions.Builder cwd(Path directory) {
        workspace = workspace.withCwd(directory);
        return self();
    }

    /**
     * Sets an environment variable of the agent, over what it inherits from this JVM.
     *
     * @param name the name
     * @param value the value
     * @return this builder
     */
    public AgentOptions.Builder env(String name, String value) {
        environment = environment.with(name, value);
        return self();
    }

    /**
     * Sets several environment variables.
     *
     * @param variables names and values
     * @return this builder
     */
    public AgentOptions.Builder env(Map<String, String> variables) {
        variables.forEach(this::env);
        return self();
    }

    /**
     * Keeps an environment variable of this JVM from the agent.
     *
     * @param name the name
     * @return this builder
     */
    public AgentOptions.Builder unsetEnv(String name) {
        environment = environment.without(name);
        return self();
    }

    /**
     * Passes the trace context of the thread that opens a session or query to its agent; see
     * {@link Environment#withTraceContext}.
     *
     * @param fields returns fields such as {@code traceparent}
     * @return this builder
     */
    public AgentOptions.Builder traceContext(Supplier<Map<String, String>> fields) {
        environment = environment.withTraceContext(fields);
        return self();
    }

    /**
     * Chooses the model.
     *
     * @param name the model's name or alias, for example {@code opus}
     * @return this builder
     */
    public AgentOptions.Builder model(String name) {
        models = models.withModel(name);
        return self();
    }

    /**
     * Sets the permission mode to begin with.
     *
     * @param mode the mode
     * @return this builder
     */
    public AgentOptions.Builder permissionMode(PermissionMode mode) {
        permissionPolicy = permissionPolicy.withMode(mode);
        return self();
    }

    /**
     * Names tools that need no asking. Replaces earlier ones.
     *
     * @param rules rules such as {@code Read} or {@code Bash(ls:*)}
     * @return this builder
     */
    public AgentOptions.Builder allowedTools(List<String> rules) {
        toolAccess = toolAccess.withAllowed(rules);
        return self();
    }

    /**
     * Names tools that need no asking. Replaces earlier ones.
     *
     * @param rules rules such as {@code Read} or {@code Bash(ls:*)}
     * @return this builder
     */
    public AgentOptions.Builder allowedTools(String... rules) {
        return allowedTools(List.of(rules));
    }

    /**
     * Names tools that are not to be used. Replaces earlier ones.
     *
     * @param rules rules such as {@code WebFetch}
     * @return this builder
     */
    public AgentOptions.Builder disallowedTools(List<String> rules) {
        toolAccess = toolAccess.withDisallowed(rules);
        return self();
    }

    /**
     * Names tools that are not to be used. Replaces earlier ones.
     *
     * @param rules rules such as {@code WebFetch}
     * @return this builder
     */
    public AgentOptions.Builder disallowedTools(String... rules) {
        return disallowedTools(List.of(rules));
    }

    /**
     * Adds an MCP server, or replaces the one of this name.
     *
     * @param name the name; its tools are called {@code mcp__name__tool}
     * @param server the server
     * @return this builder
     */
    public AgentOptions.Builder mcpServer(String name, McpServerConfig server) {
        mcpServers = mcpServers.with(name, server);
        return self();
    }

    /**
     * Adds a helper that the agent may call, or replaces the one of this name.
     *
     * @param name the name
     * @param definition what it is
     * @return this builder
     */
    public AgentOptions.Builder subagent(String name, AgentDefinition definition) {
        subagents = subagents.with(name, definition);
        return self();
    }

    /**
     * Ends a run with an error after a number of turns of the model.
     *
     * @param turns a positive number
     * @return this builder
     */
    public AgentOptions.Builder maxTurns(int turns) {
        budget = budget.withMaxTurns(turns);
        return self();
    }

    /**
     * Delivers parts of answers while they are made, as {@link dev.agentsdk.message.StreamEvent}.
     *
     * @param include whether to; false by default
     * @return this builder
     */
    public AgentOptions.Builder includePartialMessages(boolean include) {
        output = output.withPartialMessages(include);
        return self();
    }

    /**
     * Goes on with an earlier session.
     *
     * @param sessionId its id
     * @return this builder
     */
    public AgentOptions.Builder resume(String sessionId) {
        conversation = conversation.withResume(sessionId);
        return self();
    }

    /**
     * Goes on with the latest session of the working directory.
     *
     * @param go whether to; false by default
     * @return this builder
     */
    public AgentOptions.Builder continueConversation(boolean go) {
        conversation = conversation.withContinueLatest(go);
        return self();
    }

    /**
     * Passes a flag that takes no value.
     *
     * @param flag its name without dashes
     * @return this builder
     */
    public AgentOptions.Builder extraArg(String flag) {
        extraArgs.put(checkFlag(flag), Optional.empty());
        return self();
    }

    /**
     * Passes a flag with a value. Values are visible to other users of the machine: no secrets here.
     *
     * @param flag its name without dashes
     * @param value its value
     * @return this builder
     */
    public AgentOptions.Builder extraArg(String flag, String value) {
        extraArgs.put(checkFlag(flag), Optional.of(value));
        return self();
    }

    private static String checkFlag(String flag) {
        if (Printable.isBlank(flag)) {
            throw new IllegalArgumentException("extraArg must not be blank.");
        }
        if (flag.startsWith("-") || flag.indexOf('=') >= 0 || flag.chars().anyMatch(Character::isWhitespace)) {
            // What stands behind the name may be its value.
            String name = flag.split("=|\\s", 2)[0];
            throw new IllegalArgumentException(
                    "extraArg takes the bare name of a flag, without dashes, '=' and blanks: " + Printable.of(name)
                            + (name.equals(flag) ? "" : "…"));
        }
        return flag;
    }
}
