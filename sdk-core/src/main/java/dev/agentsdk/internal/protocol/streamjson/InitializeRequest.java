package dev.agentsdk.internal.protocol.streamjson;

import dev.agentsdk.options.AgentOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the handshake tells the agent. Agents ignore fields that they do not know.
 *
 * <p>{@code claude} 2.1.329 takes the tool servers of this process and the output schema from here, where they have no limit
 * of length and are seen by nobody else; older ones from the command line, where the transport puts them too. Given twice
 * they count once.
 */
public final class InitializeRequest {

    private InitializeRequest() {}

    /** The fields of {@code initialize}; {@code hooks} is always there, as with the official SDKs; null if there are none. */
    public static Map<String, @Nullable Object> fields(AgentOptions options, @Nullable Map<String, Object> hookTable) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("hooks", hookTable);
        if (!options.toolServers().isEmpty()) {
            fields.put("sdkMcpServers", List.copyOf(options.toolServers().keySet()));
            Map<String, Object> configs = new LinkedHashMap<>();
            options.toolServers().forEach((name, server) -> {
                if (!server.config().isEmpty()) {
                    configs.put(name, server.config());
                }
            });
            if (!configs.isEmpty()) {
                fields.put("sdkMcpServerConfigs", configs);
            }
        }
        options.outputSchema().ifPresent(schema -> fields.put("jsonSchema", schema.json()));
        if (!options.userDialogKinds().isEmpty()) {
            fields.put("supportedDialogKinds", List.copyOf(options.userDialogKinds()));
        }
        return fields;
    }
}
