package dev.agentsdk.history;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import java.util.Objects;
import java.util.Optional;

/**
 * A subagent that worked in a session. What is known of it beside its id the CLI keeps in a small file of its own, which
 * may be missing.
 *
 * @param agentId its id within the session
 * @param agentType what kind of agent, for example {@code general-purpose}
 * @param toolUseId the tool call that began it
 * @param parentAgentId the subagent that began it; empty if that was the main agent
 * @param metadata all that is known, a JSON object
 */
public record Subagent(
        String agentId,
        Optional<String> agentType,
        Optional<String> toolUseId,
        Optional<String> parentAgentId,
        Optional<RawJson> metadata) {

    public Subagent {
        Objects.requireNonNull(agentId, "agentId");
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
