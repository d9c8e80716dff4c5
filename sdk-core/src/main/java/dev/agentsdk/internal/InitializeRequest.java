package dev.agentsdk.internal;

import dev.agentsdk.AgentOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the handshake tells the agent. Agents ignore fields that they do not know. */
final class InitializeRequest {

    private InitializeRequest() {}

    /** The fields of {@code initialize}; {@code hooks} is always there, as with the official SDKs. */
    static Map<String, @Nullable Object> fields(AgentOptions options, HookRegistry hooks) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("hooks", hooks.toWire());
        if (!options.userDialogKinds().isEmpty()) {
            fields.put("supportedDialogKinds", List.copyOf(options.userDialogKinds()));
        }
        return fields;
    }
}
