package dev.agentsdk.options;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How the CLI starts: with less than usual, in a git worktree, from a pull request. Immutable; what is not set is left to the
 * CLI. Each option is a flag of the command line. A CLI that does not have the flag refuses the option by name when it is
 * started: {@code qwen} 0.24 has {@link #bare}, {@link #safeMode} and {@link #inWorktree()} only.
 */
public final class Startup {

    /** The smallest window that {@code claude} 2.1 takes. */
    static final int MIN_AUTOCOMPACT_TOKENS = 100_000;

    private static final Startup NORMAL = new Startup(Map.of());

    /** By the name of the flag, with its value if it has one. */
    private final Map<String, Optional<String>> flags;

    private Startup(Map<String, Optional<String>> flags) {
        this.flags = Collections.unmodifiableMap(flags);
    }

    private Startup with(String flag) {
        return new Startup(Checks.with(flags, flag, Optional.empty()));
    }

    private Startup with(String flag, String value) {
        return new Startup(Checks.with(flags, flag, Optional.of(value)));
    }

    private boolean isSet(String flag) {
        return flags.containsKey(flag);
    }

    private Optional<String> text(String flag) {
        return flags.getOrDefault(flag, Optional.empty());
    }

    /**
     * A start like any other.
     *
     * @return the default
     */
    public static Startup normal() {
        return NORMAL;
    }

    /**
     * Starts with the least: {@code claude} loads no hooks, language servers, plugin updates, memory and {@code CLAUDE.md}
     * files, and takes its credentials from {@code ANTHROPIC_API_KEY} and the settings only. It then calls no hooks of the
     * application either (measured: 2.1.329), so that {@code AgentOptions.Builder.build()} refuses hooks together with this.
     *
     * @return a changed copy
     */
    public Startup bare() {
        return with("bare");
    }

    /**
     * Starts without all customizations of the user and the project: {@code CLAUDE.md}, skills, plugins, hooks of settings,
     * MCP servers of settings, commands, agents, styles. For finding out what a broken configuration breaks. On {@code claude}
     * hooks and tools of the application work as always; {@code qwen} 0.24 also leaves out the MCP servers of the
     * application, so that these together with this are refused when the agent is started.
     *
     * @return a changed copy
     */
    public Startup safeMode() {
        return with("safe-mode");
    }

    /**
     * Starts without the tools that run commands and code and without {@code WebFetch}, unless {@link ToolAccess#withBase}
     * names them, ignores the settings files of user and project, and confines file tools to the working directories. With
     * {@link McpServers#withStrict} MCP servers of other configurations are left out too. {@code claude} 2.1.329 or newer.
     *
     * @return a changed copy
     */
    public Startup restricted() {
        return with("restricted");
    }

    /**
     * Starts without skills and slash commands. {@code AgentOptions.Builder.build()} refuses {@link ToolAccess#withSkills}
     * together with this.
     *
     * @return a changed copy
     */
    public Startup withoutSlashCommands() {
        return with("disable-slash-commands");
    }

    /**
     * Sets the size of the context at which the agent compacts the conversation.
     *
     * @param tokens the size in tokens, 100,000 or more
     * @return a changed copy
     * @throws IllegalArgumentException if it is less
     */
    public Startup withAutocompact(int tokens) {
        if (tokens < MIN_AUTOCOMPACT_TOKENS) {
            throw new IllegalArgumentException(
                    "autocompact must be at least " + MIN_AUTOCOMPACT_TOKENS + " tokens, not " + tokens + ".");
        }
        return with("autocompact", Integer.toString(tokens));
    }

    /**
     * Lets the agent choose the size at which it compacts the conversation, whatever the settings say.
     *
     * @return a changed copy
     */
    public Startup withAutocompactAuto() {
        return with("autocompact", "auto");
    }

    /**
     * Decides whether the CLI records the system prompt with the first request of a conversation and sends this record from
     * then on, also after a resume with another prompt, until the conversation is compacted.
     *
     * @param record false to make the prompt anew for each request; the default of {@code claude} 2.1 is true, but with
     *     {@link #bare()}
     * @return a changed copy
     */
    public Startup withSystemPromptSnapshot(boolean record) {
        return with("system-prompt-snapshot", record ? "on" : "off");
    }

    /**
     * Starts in a new git worktree with a name that the CLI chooses. The working directory must be in a git repository.
     * The worktree and its branch stay when the session has ended. {@code InitMessage.cwd()} is the directory of it.
     *
     * @return a changed copy
     */
    public Startup inWorktree() {
        return with("worktree");
    }

    /**
     * Starts in a git worktree of a name, which is made if there is none. See {@link #inWorktree()}.
     *
     * @param name for example {@code feature-1}
     * @return a changed copy
     * @throws IllegalArgumentException if the name is blank
     */
    public Startup inWorktree(String name) {
        return with("worktree", Checks.text(name, "worktree"));
    }

    /**
     * Resumes the session that belongs to a pull request. Excludes {@link Conversation#withResume} and
     * {@link Conversation#latest}. {@code claude} 2.1.332 begins a new session instead,
     * without an error: over stdio it does not look at this flag (measured). Compare {@code AgentSession.sessionId()} with the
     * session that is meant. Which session belongs to a pull request is told by the entries of type {@code pr-link} in
     * {@code SessionHistory.transcript}; resume that one by its id.
     *
     * @param numberOrUrl the number of the pull request, or its address without user, query and fragment: all users of the
     *     machine can read it on the command line
     * @return a changed copy
     * @throws IllegalArgumentException if it is blank, or an address with more in it
     */
    public Startup fromPullRequest(String numberOrUrl) {
        Checks.text(numberOrUrl, "fromPullRequest");
        boolean address = numberOrUrl.indexOf('/') >= 0;
        if (numberOrUrl.chars().anyMatch(c -> c == '@' || c == '?' || (address && c == '#'))) {
            throw new IllegalArgumentException("fromPullRequest takes a number, or an address without user, query and"
                    + " fragment: all users of the machine can read it on the command line. Leave these parts out.");
        }
        return with("from-pr", numberOrUrl);
    }

    /** {@return whether it starts with the least; false by default} */
    public boolean isBare() {
        return isSet("bare");
    }

    /** {@return whether it starts without customizations; false by default} */
    public boolean isSafeMode() {
        return isSet("safe-mode");
    }

    /** {@return whether it starts without the tools that run commands; false by default} */
    public boolean isRestricted() {
        return isSet("restricted");
    }

    /** {@return whether it starts without skills and slash commands; false by default} */
    public boolean isWithoutSlashCommands() {
        return isSet("disable-slash-commands");
    }

    /** {@return the size at which the conversation is compacted, in tokens, or {@code auto}; empty for the agent's settings} */
    public Optional<String> autocompact() {
        return text("autocompact");
    }

    /** {@return whether the system prompt is recorded; empty for the default of the CLI} */
    public Optional<Boolean> systemPromptSnapshot() {
        return text("system-prompt-snapshot").map("on"::equals);
    }

    /** {@return whether it starts in a git worktree; false by default} */
    public boolean isInWorktree() {
        return isSet("worktree");
    }

    /** {@return the name of the git worktree; empty without one, or for a name that the CLI chooses} */
    public Optional<String> worktreeName() {
        return text("worktree");
    }

    /** {@return the pull request whose session is resumed} */
    public Optional<String> pullRequest() {
        return text("from-pr");
    }

    /**
     * The flags, for dialects.
     *
     * @return the names that {@code claude} gives them, without dashes, each with its value if it has one; in the order in
     *     which they were set
     */
    public Map<String, Optional<String>> flags() {
        return flags;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Startup startup && startup.flags.equals(flags);
    }

    @Override
    public int hashCode() {
        return flags.hashCode();
    }

    /**
     * For logs.
     *
     * @return the flags and their values
     */
    @Override
    public String toString() {
        return flags.entrySet().stream()
                .map(flag -> flag.getKey() + "=" + flag.getValue().orElse("true"))
                .collect(Collectors.joining(", ", "Startup{", "}"));
    }
}
