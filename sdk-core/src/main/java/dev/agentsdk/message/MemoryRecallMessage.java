package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The agent has looked into its notes (subtype {@code memory_recall}).
 *
 * @param mode {@code select}, {@code synthesize} or newer
 * @param memories what it found
 * @param sessionId the session
 * @param uuid the id of this message
 * @param raw the whole message
 */
public record MemoryRecallMessage(
        String mode, List<RecalledMemory> memories, Optional<String> sessionId, Optional<String> uuid, RawJson raw)
        implements SystemMessage {

    public MemoryRecallMessage {
        Objects.requireNonNull(mode, "mode");
        memories = List.copyOf(memories);
    }

    @Override
    public String subtype() {
        return "memory_recall";
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
