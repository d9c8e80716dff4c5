package dev.agentsdk.options;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A plugin of the agent for this session.
 *
 * @param path its directory or archive
 * @param mcp whether its MCP servers are used; newer CLIs can leave them out
 */
public record Plugin(Path path, boolean mcp) {
    public Plugin {
        Objects.requireNonNull(path, "path");
    }

    /**
     * A plugin with all that it brings.
     *
     * @param path its directory or archive
     * @return the plugin
     */
    public static Plugin at(Path path) {
        return new Plugin(path, true);
    }

    /**
     * The same without its MCP servers.
     *
     * @return a changed copy
     */
    public Plugin withoutMcp() {
        return new Plugin(path, false);
    }
}
