package dev.agentsdk.options;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Which tools the agent has, and which it may use without asking. Immutable. */
public final class ToolAccess {

    private static final ToolAccess UNSET = new ToolAccess(new Values());

    /** Only changed before it gets to a {@link ToolAccess}. */
    private static final class Values {
        Optional<BaseTools> base = Optional.empty();
        List<String> allowed = List.of();
        List<String> disallowed = List.of();
        Optional<Skills> skills = Optional.empty();
        Map<String, String> aliases = Map.of();
        Optional<QuestionPreview> questionPreview = Optional.empty();

        private Values copy() {
            Values copy = new Values();
            copy.base = base;
            copy.allowed = allowed;
            copy.disallowed = disallowed;
            copy.skills = skills;
            copy.aliases = aliases;
            copy.questionPreview = questionPreview;
            return copy;
        }

        private List<Object> all() {
            return List.of(base, allowed, disallowed, skills, aliases, questionPreview);
        }
    }

    private final Values values;

    private ToolAccess(Values values) {
        this.values = values;
    }

    /**
     * No rules.
     *
     * @return what the agent has and asks by itself
     */
    public static ToolAccess unset() {
        return UNSET;
    }

    /** {@return the built-in tools that it has at all; empty for those of the CLI} */
    public Optional<BaseTools> base() {
        return values.base;
    }

    /** {@return permission rules for tools that need no asking, such as {@code Read} or {@code Bash(ls:*)}} */
    public List<String> allowed() {
        return values.allowed;
    }

    /** {@return permission rules for tools that are not to be used, such as {@code WebFetch}} */
    public List<String> disallowed() {
        return values.disallowed;
    }

    /** {@return the skills that it may use} */
    public Optional<Skills> skills() {
        return values.skills;
    }

    /** {@return built-in tools that stand for others: name to name, mostly that of an MCP tool} */
    public Map<String, String> aliases() {
        return values.aliases;
    }

    /** {@return the format of previews in {@code AskUserQuestion}; empty for that of the CLI, Markdown} */
    public Optional<QuestionPreview> questionPreview() {
        return values.questionPreview;
    }

    /**
     * Chooses the built-in tools.
     *
     * @param tools the set
     * @return a changed copy
     */
    public ToolAccess withBase(BaseTools tools) {
        Values changed = values.copy();
        changed.base = Optional.of(tools);
        return new ToolAccess(changed);
    }

    /**
     * Names tools that need no asking. Rules are on the command line, which other users of the machine can read: they
     * must not hold credentials.
     *
     * @param rules rules such as {@code Read} or {@code Bash(ls:*)}
     * @return a changed copy
     */
    public ToolAccess withAllowed(List<String> rules) {
        Values changed = values.copy();
        changed.allowed = Checks.texts(rules, "allowedTools");
        return new ToolAccess(changed);
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
        Values changed = values.copy();
        changed.disallowed = Checks.texts(rules, "disallowedTools");
        return new ToolAccess(changed);
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
        Values changed = values.copy();
        changed.skills = Optional.of(choice);
        return new ToolAccess(changed);
    }

    /**
     * Lets a built-in tool stand for another tool. Newer CLIs.
     *
     * @param name the built-in tool
     * @param target the tool that is called in its place
     * @return a changed copy
     */
    public ToolAccess withAlias(String name, String target) {
        Values changed = values.copy();
        changed.aliases =
                Checks.copy(Checks.with(values.aliases, name, Checks.text(target, "toolAliases")), "toolAliases");
        return new ToolAccess(changed);
    }

    /**
     * Chooses the format in which the model writes the previews of the options of {@code AskUserQuestion}. Newer CLIs take
     * it from the environment variable {@code CLAUDE_CODE_QUESTION_PREVIEW_FORMAT}, which this option overrides.
     *
     * @param format {@link QuestionPreview#HTML} for an application that shows questions in a browser
     * @return a changed copy
     */
    public ToolAccess withQuestionPreview(QuestionPreview format) {
        Values changed = values.copy();
        changed.questionPreview = Optional.of(format);
        return new ToolAccess(changed);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ToolAccess that && values.all().equals(that.values.all());
    }

    @Override
    public int hashCode() {
        return Objects.hash(values.all());
    }

    @Override
    public String toString() {
        return "ToolAccess" + values.all();
    }
}
