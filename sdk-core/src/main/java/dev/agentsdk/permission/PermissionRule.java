package dev.agentsdk.permission;

import dev.agentsdk.json.internal.Printable;
import java.util.Objects;
import java.util.Optional;

/**
 * A permission rule.
 *
 * @param toolName the tool, for example {@code Bash}
 * @param ruleContent what of it, for example {@code ls:*}; empty for all of it
 */
public record PermissionRule(String toolName, Optional<String> ruleContent) {

    public PermissionRule {
        Objects.requireNonNull(toolName, "toolName");
        Objects.requireNonNull(ruleContent, "ruleContent");
    }

    /**
     * A rule for a whole tool.
     *
     * @param toolName the tool
     * @return the rule
     */
    public static PermissionRule tool(String toolName) {
        return new PermissionRule(toolName, Optional.empty());
    }

    /**
     * A rule for a part of a tool.
     *
     * @param toolName the tool
     * @param ruleContent what of it
     * @return the rule
     */
    public static PermissionRule of(String toolName, String ruleContent) {
        return new PermissionRule(toolName, Optional.of(ruleContent));
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
