package dev.agentsdk.options;

import dev.agentsdk.permission.PermissionMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A helper that the agent may call. Immutable; made by {@link #of} and changed copies. What is not set it has from the
 * agent.
 */
public final class AgentDefinition {

    private final Map<String, Object> fields;

    private AgentDefinition(Map<String, Object> fields) {
        this.fields = Collections.unmodifiableMap(fields);
    }

    /**
     * A helper.
     *
     * @param description when to call it
     * @param prompt its system prompt
     * @return the definition
     */
    public static AgentDefinition of(String description, String prompt) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("description", Checks.text(description, "subagents description"));
        fields.put("prompt", Checks.text(prompt, "subagents prompt"));
        return new AgentDefinition(fields);
    }

    /**
     * Sets a field that has no method here.
     *
     * @param name its name on the wire
     * @param value a string, number, boolean, list or map
     * @return a changed copy
     */
    public AgentDefinition with(String name, Object value) {
        return new AgentDefinition(Checks.with(fields, Checks.text(name, "subagents field"), value));
    }

    /**
     * Names the only tools it has.
     *
     * @param names names such as {@code Read}; none for no tool
     * @return a changed copy
     */
    public AgentDefinition withTools(String... names) {
        return with("tools", Checks.texts(List.of(names), "subagents tools"));
    }

    /**
     * Names tools that it does not have.
     *
     * @param names names such as {@code Bash}
     * @return a changed copy
     */
    public AgentDefinition withDisallowedTools(String... names) {
        return with("disallowedTools", Checks.texts(List.of(names), "subagents disallowedTools"));
    }

    /**
     * Chooses its model.
     *
     * @param name a name or alias; {@code inherit} for that of the conversation
     * @return a changed copy
     */
    public AgentDefinition withModel(String name) {
        return with("model", Checks.text(name, "subagents model"));
    }

    /**
     * Names the skills that it begins with.
     *
     * @param names the skills
     * @return a changed copy
     */
    public AgentDefinition withSkills(String... names) {
        return with("skills", new Skills.Only(List.of(names)).names());
    }

    /**
     * Lets it keep notes between sessions.
     *
     * @param scope where they are kept: {@code user}, {@code project} or {@code local}
     * @return a changed copy
     */
    public AgentDefinition withMemory(SettingSource scope) {
        return with("memory", scope.value());
    }

    /**
     * Names MCP servers of the session that it may use.
     *
     * @param names the names
     * @return a changed copy
     */
    public AgentDefinition withMcpServers(String... names) {
        List<Object> servers = mcpServers();
        servers.addAll(Checks.texts(List.of(names), "subagents mcpServers"));
        return with("mcpServers", List.copyOf(servers));
    }

    /**
     * Gives it an MCP server of its own.
     *
     * @param name the name
     * @param server the server
     * @return a changed copy
     */
    public AgentDefinition withMcpServer(String name, McpServerConfig server) {
        List<Object> servers = mcpServers();
        servers.add(Map.of(Checks.text(name, "subagents mcpServers"), server.toJson()));
        return with("mcpServers", List.copyOf(servers));
    }

    private List<Object> mcpServers() {
        return fields.get("mcpServers") instanceof List<?> list ? new ArrayList<>(list) : new ArrayList<>();
    }

    /**
     * Sets what it is told first, when it is the main conversation.
     *
     * @param text the first prompt
     * @return a changed copy
     */
    public AgentDefinition withInitialPrompt(String text) {
        return with("initialPrompt", Checks.text(text, "subagents initialPrompt"));
    }

    /**
     * Ends it after a number of turns.
     *
     * @param turns a positive number
     * @return a changed copy
     */
    public AgentDefinition withMaxTurns(int turns) {
        return with("maxTurns", Checks.positive(turns, "subagents maxTurns"));
    }

    /**
     * Lets it work in the background.
     *
     * @param background whether to
     * @return a changed copy
     */
    public AgentDefinition withBackground(boolean background) {
        return with("background", background);
    }

    /**
     * Chooses how much it thinks.
     *
     * @param level the level
     * @return a changed copy
     */
    public AgentDefinition withEffort(Effort level) {
        return with("effort", level.value());
    }

    /**
     * Sets its permission mode.
     *
     * @param mode the mode
     * @return a changed copy
     */
    public AgentDefinition withPermissionMode(PermissionMode mode) {
        return with("permissionMode", mode.value());
    }

    /**
     * The definition as it goes to the agent.
     *
     * @return a JSON object as maps, lists and scalars
     */
    public Map<String, Object> toJson() {
        return fields;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AgentDefinition that && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    /**
     * The names of what is set, and no values.
     *
     * @return for logs and debuggers
     */
    @Override
    public String toString() {
        return "AgentDefinition" + fields.keySet();
    }
}
