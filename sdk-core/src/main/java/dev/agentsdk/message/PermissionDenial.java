package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import java.util.Objects;
import java.util.Optional;

/**
 * A tool call that was not permitted.
 *
 * @param toolName the tool
 * @param toolUseId the call
 * @param toolInput its arguments
 * @param raw the whole object
 */
public record PermissionDenial(String toolName, String toolUseId, Optional<RawJson> toolInput, RawJson raw) {

    public PermissionDenial {
        Objects.requireNonNull(toolName, "toolName");
        Objects.requireNonNull(toolUseId, "toolUseId");
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
