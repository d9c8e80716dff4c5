package dev.agentsdk.hook;

import dev.agentsdk.message.RawJson;
import dev.agentsdk.permission.PermissionDecision;
import dev.agentsdk.permission.PermissionUpdate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The part of a hook's output that holds for one event. Given to another event's hook it counts as a failure of the hook.
 * Fields as in the TypeScript SDK 0.3.
 *
 * <p>This file is long because it is a list: one record for each form.
 */
public sealed interface HookSpecificOutput {

    /**
     * Whether it can be given to an event.
     *
     * @param eventName the event
     * @return whether it belongs there
     */
    boolean fits(String eventName);

    /**
     * What goes over the wire, without the name of the event.
     *
     * @return the fields
     */
    Map<String, Object> fields();

    /**
     * The tool runs without asking.
     *
     * @return the output of a {@code PreToolUse} hook
     */
    static PreToolUse allowTool() {
        return PreToolUse.of(PermissionChoice.ALLOW, null);
    }

    /**
     * The tool does not run.
     *
     * @param reason tells the model why
     * @return the output of a {@code PreToolUse} hook
     */
    static PreToolUse denyTool(String reason) {
        return PreToolUse.of(PermissionChoice.DENY, Objects.requireNonNull(reason, "reason"));
    }

    /**
     * The agent asks for the permission, whatever its rules say.
     *
     * @param reason tells the user why
     * @return the output of a {@code PreToolUse} hook
     */
    static PreToolUse askForTool(String reason) {
        return PreToolUse.of(PermissionChoice.ASK, Objects.requireNonNull(reason, "reason"));
    }

    /**
     * The run ends before the tool runs; the result says which tool it was.
     *
     * @return the output of a {@code PreToolUse} hook
     */
    static PreToolUse deferTool() {
        return PreToolUse.of(PermissionChoice.DEFER, null);
    }

    /** What becomes of a permission. */
    enum PermissionChoice {
        /** It is given. */
        ALLOW("allow"),
        /** It is refused. */
        DENY("deny"),
        /** It is asked for. */
        ASK("ask"),
        /** The run ends. */
        DEFER("defer");

        private final String value;

        PermissionChoice(String value) {
            this.value = value;
        }
    }

    /**
     * Output of a {@code PreToolUse} hook.
     *
     * @param permission what becomes of the tool's permission
     * @param reason why
     * @param updatedInput the input to run the tool with, a JSON object
     * @param additionalContext a text for the model
     */
    record PreToolUse(
            Optional<PermissionChoice> permission,
            Optional<String> reason,
            Optional<RawJson> updatedInput,
            Optional<String> additionalContext)
            implements HookSpecificOutput {

        private static PreToolUse of(PermissionChoice choice, @Nullable String reason) {
            return new PreToolUse(Optional.of(choice), Optional.ofNullable(reason), Optional.empty(), Optional.empty());
        }

        /**
         * Changes the input of the tool.
         *
         * @param input the whole new input, a JSON object
         * @return a changed copy
         */
        public PreToolUse withUpdatedInput(RawJson input) {
            return new PreToolUse(permission, reason, Optional.of(input), additionalContext);
        }

        /**
         * Adds a text for the model.
         *
         * @param text the text
         * @return a changed copy
         */
        public PreToolUse withAdditionalContext(String text) {
            return new PreToolUse(permission, reason, updatedInput, Optional.of(text));
        }

        @Override
        public boolean fits(String eventName) {
            return eventName.equals("PreToolUse");
        }

        @Override
        public Map<String, Object> fields() {
            Map<String, Object> fields = new LinkedHashMap<>();
            permission.ifPresent(choice -> fields.put("permissionDecision", choice.value));
            put(fields, "permissionDecisionReason", reason);
            put(fields, "updatedInput", updatedInput);
            put(fields, "additionalContext", additionalContext);
            return fields;
        }
    }

    /**
     * Output of a {@code PostToolUse} hook.
     *
     * @param additionalContext a text for the model
     * @param updatedToolOutput replaces what came of the tool, in the form of the tool; any JSON
     * @param updatedMcpToolOutput the same for tools of MCP servers and older agents
     */
    record PostToolUse(
            Optional<String> additionalContext,
            Optional<RawJson> updatedToolOutput,
            Optional<RawJson> updatedMcpToolOutput)
            implements HookSpecificOutput {

        /**
         * Replaces what came of the tool.
         *
         * @param output in the form of the tool; any JSON
         * @return the output
         */
        public static PostToolUse replacing(RawJson output) {
            return new PostToolUse(Optional.empty(), Optional.of(output), Optional.empty());
        }

        @Override
        public boolean fits(String eventName) {
            return eventName.equals("PostToolUse");
        }

        @Override
        public Map<String, Object> fields() {
            Map<String, Object> fields = new LinkedHashMap<>();
            put(fields, "additionalContext", additionalContext);
            put(fields, "updatedToolOutput", updatedToolOutput);
            put(fields, "updatedMCPToolOutput", updatedMcpToolOutput);
            return fields;
        }
    }

    /**
     * Output of a {@code UserPromptSubmit} or {@code UserPromptExpansion} hook.
     *
     * @param additionalContext a text for the model
     * @param sessionTitle names the session; newer agents only
     * @param suppressOriginalPrompt keeps the prompt itself from the model; newer agents only
     */
    record Prompt(
            Optional<String> additionalContext, Optional<String> sessionTitle, Optional<Boolean> suppressOriginalPrompt)
            implements HookSpecificOutput {
        @Override
        public boolean fits(String eventName) {
            return eventName.equals("UserPromptSubmit") || eventName.equals("UserPromptExpansion");
        }

        @Override
        public Map<String, Object> fields() {
            Map<String, Object> fields = new LinkedHashMap<>();
            put(fields, "additionalContext", additionalContext);
            put(fields, "sessionTitle", sessionTitle);
            put(fields, "suppressOriginalPrompt", suppressOriginalPrompt);
            return fields;
        }
    }

    /**
     * Output of a {@code SessionStart} hook.
     *
     * @param additionalContext a text for the model
     * @param initialUserMessage begins the first turn
     * @param sessionTitle names the session
     * @param watchPaths files whose changes are wanted
     * @param reloadSkills loads the skills anew
     */
    record SessionStart(
            Optional<String> additionalContext,
            Optional<String> initialUserMessage,
            Optional<String> sessionTitle,
            List<String> watchPaths,
            Optional<Boolean> reloadSkills)
            implements HookSpecificOutput {

        public SessionStart {
            watchPaths = List.copyOf(watchPaths);
        }

        @Override
        public boolean fits(String eventName) {
            return eventName.equals("SessionStart");
        }

        @Override
        public Map<String, Object> fields() {
            Map<String, Object> fields = new LinkedHashMap<>();
            put(fields, "additionalContext", additionalContext);
            put(fields, "initialUserMessage", initialUserMessage);
            put(fields, "sessionTitle", sessionTitle);
            if (!watchPaths.isEmpty()) {
                fields.put("watchPaths", watchPaths);
            }
            put(fields, "reloadSkills", reloadSkills);
            return fields;
        }
    }

    /**
     * Output of a {@code PermissionRequest} hook.
     *
     * @param decision the decision, instead of asking
     */
    record PermissionRequest(PermissionDecision decision) implements HookSpecificOutput {

        public PermissionRequest {
            if (decision instanceof PermissionDecision.NoAnswer) {
                throw new IllegalArgumentException("A hook that does not decide returns HookOutput.none().");
            }
        }

        @Override
        public boolean fits(String eventName) {
            return eventName.equals("PermissionRequest");
        }

        @Override
        public Map<String, Object> fields() {
            Map<String, Object> answer = new LinkedHashMap<>();
            if (decision instanceof PermissionDecision.Allow allow) {
                answer.put("behavior", "allow");
                put(answer, "updatedInput", allow.updatedInput());
                if (!allow.updatedPermissions().isEmpty()) {
                    answer.put(
                            "updatedPermissions",
                            allow.updatedPermissions().stream()
                                    .map(PermissionUpdate::toJson)
                                    .toList());
                }
            } else if (decision instanceof PermissionDecision.Deny deny) {
                answer.put("behavior", "deny");
                answer.put("message", deny.message());
                if (deny.interrupt()) {
                    answer.put("interrupt", true);
                }
            }
            return Map.of("decision", answer);
        }
    }

    /**
     * Output of a {@code PermissionDenied} hook.
     *
     * @param retry whether the model may try again
     */
    record PermissionDenied(boolean retry) implements HookSpecificOutput {
        @Override
        public boolean fits(String eventName) {
            return eventName.equals("PermissionDenied");
        }

        @Override
        public Map<String, Object> fields() {
            return Map.of("retry", retry);
        }
    }

    /**
     * Output of a {@code PreModelSwitch} hook.
     *
     * @param permission what becomes of the switch; not {@link PermissionChoice#DEFER}
     * @param reason why
     */
    record PreModelSwitch(PermissionChoice permission, Optional<String> reason) implements HookSpecificOutput {
        @Override
        public boolean fits(String eventName) {
            return eventName.equals("PreModelSwitch");
        }

        @Override
        public Map<String, Object> fields() {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("permissionDecision", permission.value);
            put(fields, "permissionDecisionReason", reason);
            return fields;
        }
    }

    /**
     * Output of an {@code Elicitation} or {@code ElicitationResult} hook.
     *
     * @param action {@code accept}, {@code decline} or {@code cancel}
     * @param content the filled form, a JSON object
     */
    record Elicitation(String action, Optional<RawJson> content) implements HookSpecificOutput {
        @Override
        public boolean fits(String eventName) {
            return eventName.equals("Elicitation") || eventName.equals("ElicitationResult");
        }

        @Override
        public Map<String, Object> fields() {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("action", action);
            put(fields, "content", content);
            return fields;
        }
    }

    /**
     * Output of a {@code WorktreeCreate} hook.
     *
     * @param worktreePath where the worktree is
     */
    record WorktreeCreate(String worktreePath) implements HookSpecificOutput {
        @Override
        public boolean fits(String eventName) {
            return eventName.equals("WorktreeCreate");
        }

        @Override
        public Map<String, Object> fields() {
            return Map.of("worktreePath", worktreePath);
        }
    }

    /**
     * Output of a {@code CwdChanged} or {@code FileChanged} hook.
     *
     * @param watchPaths the files whose changes are wanted from now on
     */
    record WatchPaths(List<String> watchPaths) implements HookSpecificOutput {
        public WatchPaths {
            watchPaths = List.copyOf(watchPaths);
        }

        @Override
        public boolean fits(String eventName) {
            return eventName.equals("CwdChanged") || eventName.equals("FileChanged");
        }

        @Override
        public Map<String, Object> fields() {
            return Map.of("watchPaths", watchPaths);
        }
    }

    /**
     * Output of a {@code MessageDisplay} hook.
     *
     * @param displayContent what is shown instead
     */
    record MessageDisplay(String displayContent) implements HookSpecificOutput {
        @Override
        public boolean fits(String eventName) {
            return eventName.equals("MessageDisplay");
        }

        @Override
        public Map<String, Object> fields() {
            return Map.of("displayContent", displayContent);
        }
    }

    /**
     * A text for the model, for any event that can take one.
     *
     * @param text the text
     */
    record AdditionalContext(String text) implements HookSpecificOutput {
        public AdditionalContext {
            Objects.requireNonNull(text, "text");
        }

        @Override
        public boolean fits(String eventName) {
            return true;
        }

        @Override
        public Map<String, Object> fields() {
            return Map.of("additionalContext", text);
        }
    }

    /**
     * Whatever this SDK does not know, for any event.
     *
     * @param fields the fields, without {@code hookEventName}
     */
    record Raw(Map<String, Object> fields) implements HookSpecificOutput {
        public Raw {
            fields = Map.copyOf(fields);
        }

        @Override
        public boolean fits(String eventName) {
            return true;
        }
    }

    private static void put(Map<String, Object> fields, String name, Optional<?> value) {
        value.ifPresent(present -> fields.put(name, present));
    }
}
