package dev.agentsdk.options;

import dev.agentsdk.permission.PermissionMode;
import java.util.Objects;
import java.util.Optional;

/**
 * What the agent does with a tool call that no rule decides.
 *
 * @param mode the mode to begin with
 * @param promptTool the MCP tool that decides, for example {@code mcp__approvals__ask}
 * @param prompts who answers; newer CLIs
 * @param bypassAllowed whether the session may be switched to {@link PermissionMode#BYPASS_PERMISSIONS} later
 * @param planInstructions what the agent is told in {@link PermissionMode#PLAN} mode; newer CLIs
 */
public record PermissionPolicy(
        Optional<PermissionMode> mode,
        Optional<String> promptTool,
        Optional<PermissionPrompts> prompts,
        boolean bypassAllowed,
        Optional<String> planInstructions) {

    private static final PermissionPolicy UNSET =
            new PermissionPolicy(Optional.empty(), Optional.empty(), Optional.empty(), false, Optional.empty());

    public PermissionPolicy {
        Objects.requireNonNull(mode, "mode");
        Checks.text(promptTool, "promptTool");
        Objects.requireNonNull(prompts, "prompts");
        Checks.text(planInstructions, "planInstructions");
    }

    /**
     * Nothing set.
     *
     * @return what the agent does by itself
     */
    public static PermissionPolicy unset() {
        return UNSET;
    }

    /**
     * Sets the mode to begin with.
     *
     * @param first the mode
     * @return a changed copy
     */
    public PermissionPolicy withMode(PermissionMode first) {
        return new PermissionPolicy(Optional.of(first), promptTool, prompts, bypassAllowed, planInstructions);
    }

    /**
     * Lets an MCP tool decide.
     *
     * @param name its full name
     * @return a changed copy
     */
    public PermissionPolicy withPromptTool(String name) {
        return new PermissionPolicy(mode, Optional.of(name), prompts, bypassAllowed, planInstructions);
    }

    /**
     * Chooses who answers. Newer CLIs.
     *
     * @param who this application, or nobody
     * @return a changed copy
     */
    public PermissionPolicy withPrompts(PermissionPrompts who) {
        return new PermissionPolicy(mode, promptTool, Optional.of(who), bypassAllowed, planInstructions);
    }

    /**
     * Allows to switch to {@link PermissionMode#BYPASS_PERMISSIONS} later, without beginning with it. For sandboxes.
     *
     * @param allowed whether to; false by default
     * @return a changed copy
     */
    public PermissionPolicy withBypassAllowed(boolean allowed) {
        return new PermissionPolicy(mode, promptTool, prompts, allowed, planInstructions);
    }

    /**
     * Tells the agent how to plan. Newer CLIs.
     *
     * @param text the instructions
     * @return a changed copy
     */
    public PermissionPolicy withPlanInstructions(String text) {
        return new PermissionPolicy(mode, promptTool, prompts, bypassAllowed, Optional.of(text));
    }

    /** {@return the choices, without the text of the instructions} */
    @Override
    public String toString() {
        return "PermissionPolicy[mode=" + mode + ", promptTool=" + promptTool + ", prompts=" + prompts
                + ", bypassAllowed=" + bypassAllowed + (planInstructions.isPresent() ? ", planInstructions" : "") + "]";
    }
}
