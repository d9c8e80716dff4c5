package dev.agentsdk.hook;

import dev.agentsdk.hook.HookSpecificOutput.PermissionChoice;
import dev.agentsdk.json.RawJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The decision of a hook on a tool that is about to run: output of a {@code PreToolUse} or {@code PreSkillShellCommand}
 * hook, of a {@code PreModelSwitch} hook, and of hooks for events that this SDK does not know. Made by
 * {@link HookSpecificOutput#denyTool} and its siblings. Immutable.
 */
public final class ToolPermission implements HookSpecificOutput {

    private final PermissionChoice permission;
    private final @Nullable String reason;
    private final @Nullable RawJson updatedInput;
    private final @Nullable String additionalContext;

    private ToolPermission(
            PermissionChoice permission,
            @Nullable String reason,
            @Nullable RawJson updatedInput,
            @Nullable String additionalContext) {
        this.permission = permission;
        this.reason = reason;
        this.updatedInput = updatedInput;
        this.additionalContext = additionalContext;
    }

    static ToolPermission of(PermissionChoice permission, @Nullable String reason) {
        return new ToolPermission(permission, reason, null, null);
    }

    /**
     * Changes the input of the tool.
     *
     * @param input the whole new input, a JSON object
     * @return a changed copy
     */
    public ToolPermission withUpdatedInput(RawJson input) {
        return new ToolPermission(permission, reason, Objects.requireNonNull(input, "input"), additionalContext);
    }

    /**
     * Adds a text for the model. {@code PreToolUse} only.
     *
     * @param text the text
     * @return a changed copy
     */
    public ToolPermission withAdditionalContext(String text) {
        return new ToolPermission(permission, reason, updatedInput, Objects.requireNonNull(text, "text"));
    }

    /** {@return the decision} */
    public PermissionChoice permission() {
        return permission;
    }

    /** {@return the reason for it} */
    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    /** {@return the input that the tool runs with instead of its own} */
    public Optional<RawJson> updatedInput() {
        return Optional.ofNullable(updatedInput);
    }

    /** {@return the text for the model} */
    public Optional<String> additionalContext() {
        return Optional.ofNullable(additionalContext);
    }

    boolean isDenial() {
        return permission == PermissionChoice.DENY;
    }

    @Override
    public boolean fits(String eventName) {
        return eventName.equals("PreToolUse")
                || eventName.equals("PreSkillShellCommand")
                || (eventName.equals("PreModelSwitch") && permission != PermissionChoice.DEFER)
                || !HookEvent.isKnown(eventName);
    }

    @Override
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("permissionDecision", permission.value());
        reason().ifPresent(text -> fields.put("permissionDecisionReason", text));
        updatedInput().ifPresent(input -> fields.put("updatedInput", input));
        additionalContext().ifPresent(text -> fields.put("additionalContext", text));
        return fields;
    }
}
