package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads from raw messages what is not worth a component of their records. */
final class Details {

    private Details() {}

    static Optional<MessageOrigin> origin(RawJson message) {
        return ShallowObject.of(message)
                .raw("origin")
                .flatMap(raw -> ShallowObject.of(raw).string("kind").map(kind -> new MessageOrigin(kind, raw)));
    }

    static Optional<MessageSubagent> subagent(RawJson message) {
        ShallowObject fields = ShallowObject.of(message);
        MessageSubagent subagent = new MessageSubagent(
                fields.string("agent_id"), fields.string("subagent_type"), fields.string("task_description"));
        boolean known = subagent.agentId().isPresent()
                || subagent.agentType().isPresent()
                || subagent.taskDescription().isPresent();
        return known ? Optional.of(subagent) : Optional.empty();
    }

    /** Newer agents write a list, and the single one besides. */
    static List<String> userMessageUuids(RawJson message) {
        ShallowObject fields = ShallowObject.of(message);
        List<String> several = fields.strings("user_message_uuids");
        return several.isEmpty() ? fields.strings("user_message_uuid") : several;
    }

    static Map<String, ModelUsage> modelUsage(RawJson message) {
        return ShallowObject.of(message).map("modelUsage", ModelUsage::of);
    }

    static List<PermissionDenial> permissionDenials(RawJson message) {
        List<PermissionDenial> denials = new ArrayList<>();
        for (RawJson raw : ShallowObject.of(message).raws("permission_denials")) {
            ShallowObject fields = ShallowObject.of(raw);
            denials.add(new PermissionDenial(
                    fields.text("tool_name"), fields.text("tool_use_id"), fields.raw("tool_input"), raw));
        }
        return List.copyOf(denials);
    }

    static Optional<DeferredToolUse> deferredToolUse(RawJson message) {
        return ShallowObject.of(message).raw("deferred_tool_use").map(raw -> {
            ShallowObject fields = ShallowObject.of(raw);
            return new DeferredToolUse(fields.text("id"), fields.text("name"), fields.raw("input"), raw);
        });
    }

    static List<McpServerState> mcpServers(RawJson message) {
        List<McpServerState> servers = new ArrayList<>();
        for (RawJson raw : ShallowObject.of(message).raws("mcp_servers")) {
            ShallowObject fields = ShallowObject.of(raw);
            servers.add(new McpServerState(fields.text("name"), fields.text("status"), raw));
        }
        return List.copyOf(servers);
    }
}
