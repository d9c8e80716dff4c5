package dev.agentsdk.internal.session;

import dev.agentsdk.hook.HookOutput;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The answer in place of a hook that cannot be asked. It denies what the hook is about: after an error the agent proceeds as
 * if there were no hook ({@code claude} 2.1.332 runs the tool), and the model, which chooses the input of a tool, could
 * choose one that no hook sees.
 */
final class UnaskedHook {

    /** Here a block keeps the agent running, and the next such request would be as unreadable as this one. */
    private static final Set<String> AT_THE_END = Set.of("Stop", "SubagentStop", "TeammateIdle");

    private UnaskedHook() {}

    /**
     * The answer.
     *
     * @param event the event; null if it is not known
     * @param reason for the model or the user
     * @return a denial in the form of the event. Where the event has none, what follows it is blocked, and the agent is asked
     *     to end its turn
     */
    static Map<String, Object> answer(@Nullable String event, String reason) {
        if (event == null) {
            // Without hookSpecificOutput, in which the agent refuses the name of another event.
            return blockAndStop(reason).toWire("");
        }
        return denial(event, reason)
                .orElseGet(() -> (AT_THE_END.contains(event) ? HookOutput.stop(reason) : blockAndStop(reason))
                        .toWire(event));
    }

    private static HookOutput blockAndStop(String reason) {
        return HookOutput.stop(reason).with("decision", "block").withReason(reason);
    }

    /** A denial in the form of the event. Empty if the event comes too late for one, or has none. */
    static Optional<Map<String, Object>> denial(String event, String reason) {
        try {
            return Optional.of(HookOutput.deny(reason).toWire(event));
        } catch (IllegalStateException e) {
            // There is no denial for this event.
            return Optional.empty();
        }
    }
}
