package dev.agentsdk.options;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Which tools the agent has, and which it may use without asking.
 *
 * @param base the built-in tools that it has at all
 * @param allowed permission rules for tools that need no asking, such as {@code Read} or {@code Bash(ls:*)}
 * @param disallowed permission rules for tools that are not to be used, such as {@code WebFetch}
 * @param skills the skills that it may use
 * @param aliases built-in tools that stand for others: name to name, mostly that of an MCP tool. Newer CLIs
 */
public record ToolAccess(
        Optional<BaseTools> base,
        List<String> allowed,
        List<String> disallowed,
        Optional<Skills> skills,
        Map<String, String> aliases) {

    private static final ToolAccess UNSET =
            new ToolAccess(Optional.empty(), List.of(), List.of(), Optional.empty(), Map.of());

    public ToolAccess {
        Objects.requireNonNull(base, "base");
        allowed = Checks.texts(allowed, "allowedTools");
        disallowed = Checks.texts(disallowed, "disallowedTools");
        Objects.requireNonNull(skills, "skills");
        aliases = Checks.copy(aliases, "toolAliases");
        aliases.values().forEach(target -> Checks.text(target, "toolAliases"));
    }

    /**
     * No rules.
     *
     * @return what the agent has and asks by itself
     */
    public static ToolAccess unset() {
        return UNSET;
    }

    /**
     * Chooses the built-in tools.
     *
     * @param tools the set
     * @return a changed copy
     */
    public ToolAccess withBase(BaseTools tools) {
        return new ToolAccess(Optional.of(tools), allowed, disallowed, skills, aliases);
    }

    /**
     * Names tools that need no asking. Rules are on the command line, which other users of the machine can read: they
     * must not hold credentials.
     *
     * @param rules rules such as {@code Read} or {@code Bash(ls:*)}
     * @return a changed copy
     */
    public ToolAccess withAllowed(List<String> rules) {
        return new ToolAccess(base, rules, disallowed, skills, aliases);
    }

    /**
     * Names tools that need no asking. Rules are on the command line, which other users of the machine can read: they
     * must not hold credentials.
     *
     * @param rules rules such as {@code Read} or {@code Bash(ls:*)}
     * @return a changed copy
     */
    public ToolAccess withAllowed(String... rules) {
        return withAllowed(List.of(rules));
    }

    /**
     * Names tools that are not to be used.
     *
     * @param rules rules such as {@code WebFetch}
     * @return a changed copy
     */
    public ToolAccess withDisallowed(List<String> rules) {
        return new ToolAccess(base, allowed, rules, skills, aliases);
    }

    /**
     * Names tools that are not to be used.
     *
     * @param rules rules such as {@code WebFetch}
     * @return a changed copy
     */
    public ToolAccess withDisallowed(String... rules) {
        return withDisallowed(List.of(rules));
    }

    /**
     * Chooses the skills.
     *
     * @param choice for example {@link Skills#all()}
     * @return a changed copy
     */
    public ToolAccess withSkills(Skills choice) {
        return new ToolAccess(base, allowed, disallowed, Optional.of(choice), aliases);
    }

    /**
     * Lets a built-in tool stand for another tool. Newer CLIs.
     *
     * @param name the built-in tool
     * @param target the tool that is called in its place
     * @return a changed copy
     */
    public ToolAccess withAlias(String name, String target) {
        return new ToolAccess(base, allowed, disallowed, skills, Checks.with(aliases, name, target));
    }
}
