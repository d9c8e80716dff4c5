package dev.agentsdk.internal.protocol.streamjson;

import dev.agentsdk.tool.McpServer;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an agent is told of MCP servers in this JVM: entries of {@code mcpServers}, with type {@code sdk} and their name. */
public final class SdkServers {

    private SdkServers() {}

    /**
     * Returns the entries of servers.
     *
     * @param servers the servers by name
     * @return JSON objects as maps, by name, in the same order
     */
    public static Map<String, Object> configs(Map<String, McpServer> servers) {
        Map<String, Object> configs = new LinkedHashMap<>();
        servers.forEach((name, server) -> configs.put(name, config(name, server)));
        return configs;
    }

    /**
     * Returns the entry of one server.
     *
     * @param name its name
     * @param server the server
     * @return a JSON object as a map
     */
    public static Map<String, Object> config(String name, McpServer server) {
        Map<String, Object> config = new LinkedHashMap<>(server.config());
        config.put("type", "sdk");
        config.put("name", name);
        return config;
    }
}
