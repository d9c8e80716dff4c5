package dev.agentsdk.control;

import dev.agentsdk.internal.Fields;
import dev.agentsdk.message.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How one MCP server of the agent is doing. Only the name and the status are always there.
 *
 * @param name its name in the configuration
 * @param status {@code connected}, {@code failed}, {@code needs-auth}, {@code pending}, {@code disabled}, or what newer
 *     agents say
 * @param serverName the name that the server gives itself
 * @param serverVersion the version that the server gives itself
 * @param error why it failed
 * @param scope where it is configured, for example {@code project} or {@code dynamic}
 * @param config its configuration, which may hold what is secret
 * @param tools what it offers
 * @param raw all of it; the whole answer where the agent gives no more than a name and a status
 */
public record McpServerStatus(
        String name,
        String status,
        Optional<String> serverName,
        Optional<String> serverVersion,
        Optional<String> error,
        Optional<String> scope,
        Optional<RawJson> config,
        List<Tool> tools,
        RawJson raw) {

    public McpServerStatus {
        tools = List.copyOf(tools);
    }

    /**
     * Whether its tools can be called.
     *
     * @return whether the status is {@code connected}
     */
    public boolean isConnected() {
        return status.equals("connected");
    }

    /**
     * A tool of a server.
     *
     * @param name its name
     * @param description what it does
     * @param raw all of it, annotations included
     */
    public record Tool(String name, Optional<String> description, RawJson raw) {
        private static Tool read(Fields fields) {
            return new Tool(fields.textOrEmpty("name"), fields.text("description"), fields.raw());
        }
    }

    static List<McpServerStatus> readAll(RawJson raw) {
        Fields fields = Fields.of(raw);
        if (fields.has("mcpServers")) {
            return fields.objects("mcpServers", McpServerStatus::read);
        }
        // qwen 0.24: {"status":{"<name>":"connected"}}, servers of this process only.
        List<McpServerStatus> servers = new ArrayList<>();
        fields.textMap("status").forEach((name, status) -> servers.add(named(name, status, raw)));
        return servers;
    }

    private static McpServerStatus named(String name, String status, RawJson raw) {
        Optional<String> none = Optional.empty();
        return new McpServerStatus(name, status, none, none, none, none, Optional.empty(), List.of(), raw);
    }

    private static McpServerStatus read(Fields fields) {
        Optional<Fields> info = fields.object("serverInfo");
        return new McpServerStatus(
                fields.textOrEmpty("name"),
                fields.textOrEmpty("status"),
                info.flatMap(server -> server.text("name")),
                info.flatMap(server -> server.text("version")),
                fields.text("error"),
                fields.text("scope"),
                fields.raw("config"),
                fields.objects("tools", Tool::read),
                fields.raw());
    }
}
