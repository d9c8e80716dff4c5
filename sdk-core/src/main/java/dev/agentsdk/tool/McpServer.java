package dev.agentsdk.tool;

import java.util.Map;

/**
 * An MCP server that lives in this process and is reached through the agent's control protocol. {@link ToolServer} is one;
 * an adapter can put a server of another library behind this port. One instance may serve many agents at once.
 *
 * <p>What a tool of such a server gives goes to the agent as it is, except for parts that would break the agent's session:
 * see {@link McpServerSession#handle}.
 */
public interface McpServer {

    /**
     * An agent connects. Called once for each connection, with its first message, on a thread of the SDK; called again
     * with the next {@code initialize} if it has thrown. A second {@code initialize} begins a new connection beside
     * the old one, as {@code claude} 2.1 does with all servers when it is given others: the old session gets no new
     * requests, and is closed when those under way are answered or taken back. What it sends still goes to the agent, but
     * for {@code list_changed}, which the new session sends as well.
     *
     * @param peer the agent
     * @return this server's side of the connection
     */
    McpServerSession open(McpPeer peer);

    /**
     * What goes into the agent's configuration beside the type and the name, for example {@code timeout} or
     * {@code alwaysLoad}.
     *
     * @return names and values: strings, numbers, booleans, lists, maps
     */
    default Map<String, Object> config() {
        return Map.of();
    }
}
