package dev.agentsdk.control;

import dev.agentsdk.json.internal.Printable;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What the agent is doing, as far as it has told. A turn ends with each result; the run is finished when nothing is going on
 * that would begin another turn by itself.
 *
 * @param turnRunning whether a turn is running, or is about to
 * @param finished whether the run is finished: no turn runs, no message is known to wait for one, no agent works in the
 *     background. True before the first message
 * @param backgroundAgents the task ids of the agents that work in the background. Shells in the background do not count:
 *     they may never end
 * @param reported what the agent itself says of its state: {@code idle}, {@code running}, {@code requires_action}. Only from
 *     agents that are asked to with the environment variable {@code CLAUDE_CODE_EMIT_SESSION_STATE_EVENTS=1}; then
 *     {@code finished} follows it
 */
public record RunState(boolean turnRunning, boolean finished, Set<String> backgroundAgents, Optional<String> reported) {
    public RunState {
        backgroundAgents = Collections.unmodifiableSet(new LinkedHashSet<>(backgroundAgents));
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
