package dev.agentsdk.hook;

import dev.agentsdk.permission.PermissionDecision;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The form of a denial for each event. An event that is not known gets the two forms that agents have had so far. */
final class Denial {

    private Denial() {}

    /**
     * A denial for an event.
     *
     * @param eventName the event
     * @param decision the denial
     * @return the fields of the whole output; empty if the event comes too late to deny anything
     */
    static Optional<Map<String, Object>> toWire(String eventName, ToolPermission decision) {
        String reason = decision.reason().orElse("");
        return switch (eventName) {
            case "PreToolUse", "PreSkillShellCommand", "PreModelSwitch" -> Optional.of(specific(eventName, decision));
            case "PermissionRequest" ->
                Optional.of(
                        specific(eventName, new HookSpecificOutput.PermissionRequest(PermissionDecision.deny(reason))));
            case "Elicitation", "ElicitationResult" ->
                Optional.of(specific(eventName, new HookSpecificOutput.Elicitation("decline", Optional.empty())));
            case "UserPromptSubmit", "UserPromptExpansion", "PreCompact", "ConfigChange" -> Optional.of(block(reason));
            default -> {
                if (HookEvent.isKnown(eventName)) {
                    yield Optional.empty();
                }
                Map<String, Object> both = block(reason);
                both.putAll(specific(eventName, decision));
                yield Optional.of(both);
            }
        };
    }

    private static Map<String, Object> block(String reason) {
        Map<String, Object> wire = new LinkedHashMap<>();
        wire.put("decision", "block");
        wire.put("reason", reason);
        return wire;
    }

    static Map<String, Object> specific(String eventName, HookSpecificOutput part) {
        Map<String, Object> inner = new LinkedHashMap<>();
        inner.put("hookEventName", eventName);
        inner.putAll(part.fields());
        return Map.of("hookSpecificOutput", inner);
    }
}
