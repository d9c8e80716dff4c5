package dev.agentsdk.control;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Json;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The state of one MCP server of the agent. Only the name and the status are always there. */
public final class McpServerStatus extends JsonBacked {

    private final ShallowObject in;

    private McpServerStatus(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static McpServerStatus of(RawJson raw) {
        return new McpServerStatus(raw);
    }

    /** {@return its name in the configuration} */
    public String name() {
        return in.text("name");
    }

    /** {@return {@code connected}, {@code failed}, {@code needs-auth}, {@code pending}, {@code disabled}, or what newer agents write} */
    public String status() {
        return in.text("status");
    }

    /** {@return the name that the server gives itself} */
    public Optional<String> serverName() {
        return in.object("serverInfo").string("name");
    }

    /** {@return the version that the server gives itself} */
    public Optional<String> serverVersion() {
        return in.object("serverInfo").string("version");
    }

    /** {@return why it failed} */
    public Optional<String> error() {
        return in.string("error");
    }

    /** {@return where it is configured, for example {@code project} or {@code dynamic}} */
    public Optional<String> scope() {
        return in.string("scope");
    }

    /** {@return where it comes from, for example a plugin; sent by newer CLIs only} */
    public Optional<String> source() {
        return in.string("source");
    }

    /** {@return its configuration, which may hold secrets} */
    public Optional<McpServerSettings> config() {
        return in.object("config", McpServerSettings::of);
    }

    /** {@return its tools} */
    public List<McpToolInfo> tools() {
        return in.objects("tools", McpToolInfo::of);
    }

    /**
     * Whether its tools can be called.
     *
     * @return whether the status is {@code connected}
     */
    public boolean isConnected() {
        return status().equals("connected");
    }

    static List<McpServerStatus> readAll(RawJson raw) {
        ShallowObject fields = ShallowObject.of(raw);
        if (fields.raw("mcpServers").isPresent()) {
            return fields.objects("mcpServers", McpServerStatus::of);
        }
        // qwen 0.24: {"status":{"<name>":"connected"}}, servers of this process only.
        return fields.stringMap("status").entrySet().stream()
                .map(entry -> of(Json.raw(Map.of("name", entry.getKey(), "status", entry.getValue()))))
                .toList();
    }
}
