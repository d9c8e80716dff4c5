package dev.agentsdk.message;

import dev.agentsdk.json.internal.Printable;
import java.util.Optional;

/**
 * The helper that a message belongs to. Newer CLIs.
 *
 * @param agentId its id
 * @param agentType what kind of helper it is
 * @param taskDescription what it is to do
 */
public record MessageSubagent(Optional<String> agentId, Optional<String> agentType, Optional<String> taskDescription) {
    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
