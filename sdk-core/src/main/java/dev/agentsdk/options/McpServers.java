package dev.agentsdk.options;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The MCP servers of the agent.
 *
 * @param servers by name; their tools are called {@code mcp__name__tool}
 * @param config further ones, as the CLI takes them itself: a path, or JSON with {@code mcpServers}
 * @param strict whether only these are used, and none of the agent's own settings
 */
public record McpServers(Map<String, McpServerConfig> servers, Optional<String> config, boolean strict) {

    private static final McpServers NONE = new McpServers(Map.of(), Optional.empty(), false);

    public McpServers {
        servers = Checks.copy(servers, "mcpServers");
        Objects.requireNonNull(config, "config");
        Checks.text(config, "mcpServers config");
    }

    /**
     * No servers but those of the agent's own settings.
     *
     * @return the default
     */
    public static McpServers unset() {
        return NONE;
    }

    /**
     * Adds a server, or replaces the one of this name.
     *
     * @param name the name
     * @param server the server
     * @return a changed copy
     */
    public McpServers with(String name, McpServerConfig server) {
        return new McpServers(Checks.with(servers, name, server), config, strict);
    }

    /**
     * Adds the servers of a file or a JSON text.
     *
     * @param pathOrJson passed to the CLI as it is, on the command line: JSON with credentials belongs into a file, or
     *     into {@link #with}
     * @return a changed copy
     */
    public McpServers withConfig(String pathOrJson) {
        return new McpServers(servers, Optional.of(pathOrJson), strict);
    }

    /**
     * Decides whether the agent uses only these servers.
     *
     * @param only false by default
     * @return a changed copy
     */
    public McpServers withStrict(boolean only) {
        return new McpServers(servers, config, only);
    }

    /**
     * The names, and no configuration.
     *
     * @return for logs and debuggers
     */
    @Override
    public String toString() {
        return "McpServers[" + servers.keySet() + (config.isPresent() ? ", config" : "") + (strict ? ", strict" : "")
                + "]";
    }
}
