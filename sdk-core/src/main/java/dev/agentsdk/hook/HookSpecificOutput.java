package dev.agentsdk.hook;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.permission.PermissionDecision;
import dev.agentsdk.permission.PermissionUpdate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The part of a hook's output that holds for one event. Given to another event's hook it counts as a failure of the hook.
 * Fields as in the TypeScript SDK 0.3.
 */
// More than 400 lines: one small type for each form of output, which users look for in one place.
public sealed interface HookSpecificOutput
        permits HookSpecificOutput.AdditionalContext,
                HookSpecificOutput.Elicitation,
                HookSpecificOutput.MessageDisplay,
                HookSpecificOutput.PermissionDenied,
                HookSpecificOutput.PermissionRequest,
                HookSpecificOutput.PostToolUse,
                HookSpecificOutput.PreModelSwitch,
                HookSpecificOutput.Prompt,
                HookSpecificOutput.Raw,
                HookSpecificOutput.SessionStart,
                HookSpecificOutput.WatchPaths,
                HookSpecificOutput.WorktreeCreate,
                ToolPermission {

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
     * The tool, or the shell command of a skill, runs without asking.
     *
     * @return the output of a {@code PreToolUse} or {@code PreSkillShellCommand} hook
     */
    static ToolPermission allowTool() {
        return ToolPermission.of(PermissionChoice.ALLOW, null);
    }

    /**
     * The tool does not run. For any event that can be denied, also for one that this SDK does not know; see
     * {@link HookOutput#deny}.
     *
     * @param reason tells the model why
     * @return the output
     */
    static ToolPermission denyTool(String reason) {
        return ToolPermission.of(PermissionChoice.DENY, Objects.requireNonNull(reason, "reason"));
    }

    /**
     * The agent asks for the permission, whatever its rules say.
     *
     * @param reason tells the user why
     * @return the output of a {@code PreToolUse} hook
     */
    static ToolPermission askForTool(String reason) {
        return ToolPermission.of(PermissionChoice.ASK, Objects.requireNonNull(reason, "reason"));
    }

    /**
     * The run ends before the tool runs; the result says which tool it was.
     *
     * @return the output of a {@code PreToolUse} hook
     */
    static ToolPermission deferTool() {
        return ToolPermission.of(PermissionChoice.DEFER, null);
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

        String value() {
            return value;
        }
    }

    /** Output of a {@code PostToolUse} hook. Immutable; {@link #none()} says nothing, the {@code with…} methods add to it. */
    final class PostToolUse implements HookSpecificOutput {

        private static final PostToolUse NONE = new PostToolUse(Map.of());

        private final Map<String, Object> fields;

        private PostToolUse(Map<String, Object> fields) {
            this.fields = fields;
        }

        /**
         * Nothing.
         *
         * @return the output
         */
        public static PostToolUse none() {
            return NONE;
        }

        /**
         * Replaces the result of the tool.
         *
         * @param output in the form of the tool; any JSON
         * @return the output
         */
        public static PostToolUse replacing(RawJson output) {
            return NONE.with("updatedToolOutput", output);
        }

        /**
         * Replaces the result of a tool of an MCP server, for agents that do not know {@link #replacing}.
         *
         * @param output any JSON
         * @return a changed copy
         */
        public PostToolUse withUpdatedMcpToolOutput(RawJson output) {
            return with("updatedMCPToolOutput", output);
        }

        /**
         * Adds a text for the model.
         *
         * @param text the text
         * @return a changed copy
         */
        public PostToolUse withAdditionalContext(String text) {
            return with("additionalContext", text);
        }

        /**
         * Adds a text for the classifier that decides on permissions in the mode {@code auto}; the model does not see it.
         * {@code claude} 2.1.329 and newer.
         *
         * @param text the text
         * @return a changed copy
         */
        public PostToolUse withClassifierContext(String text) {
            return with("classifierContext", text);
        }

        private PostToolUse with(String name, Object value) {
            Map<String, Object> changed = new LinkedHashMap<>(fields);
            changed.put(name, Objects.requireNonNull(value, name));
            return new PostToolUse(Collections.unmodifiableMap(changed));
        }

        @Override
        public boolean fits(String eventName) {
            return eventName.equals("PostToolUse");
        }

        @Override
        public Map<String, Object> fields() {
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
            fields.put("permissionDecision", permission.value());
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
