package dev.agentsdk;

import dev.agentsdk.history.SessionStore;
import dev.agentsdk.history.SessionStoreSettings;
import dev.agentsdk.permission.PermissionMode;
import dev.agentsdk.spi.TransportFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How to start an agent and how to talk to it. Immutable; made by {@link #builder()}. What is not set is left to the
 * agent.
 *
 * <p>This file is long because it is a list: an accessor and a setter for each option, in one order.
 *
 * <p>How each option reaches the command line follows {@code claude} 2.1 and the official Python SDK; see the transport.
 */
public final class AgentOptions {

    private final Builder values;

    private AgentOptions(Builder values) {
        this.values = values;
    }

    /**
     * Options with nothing set.
     *
     * @return the defaults
     */
    public static AgentOptions defaults() {
        return builder().build();
    }

    /**
     * A builder with nothing set.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * A builder with the values of these options.
     *
     * @return a new builder
     */
    public Builder toBuilder() {
        return new Builder(values);
    }

    /**
     * The program to run.
     *
     * @return the path; empty to look for it
     */
    public Optional<Path> cliPath() {
        return Optional.ofNullable(values.cliPath);
    }

    /**
     * The agent's working directory.
     *
     * @return the directory; empty for that of this JVM
     */
    public Optional<Path> cwd() {
        return Optional.ofNullable(values.cwd);
    }

    /**
     * What is put over the environment that the agent inherits.
     *
     * @return the entries; an empty value removes the variable
     */
    public Map<String, Optional<String>> env() {
        return Collections.unmodifiableMap(values.env);
    }

    /**
     * The model.
     *
     * @return its name
     */
    public Optional<String> model() {
        return Optional.ofNullable(values.model);
    }

    /**
     * The system prompt.
     *
     * @return the prompt; empty for an empty prompt
     */
    public Optional<SystemPrompt> systemPrompt() {
        return Optional.ofNullable(values.systemPrompt);
    }

    /**
     * The permission mode to begin with.
     *
     * @return the mode
     */
    public Optional<PermissionMode> permissionMode() {
        return Optional.ofNullable(values.permissionMode);
    }

    /**
     * Permission rules for tools that need no asking.
     *
     * @return rules such as {@code Read} or {@code Bash(ls:*)}
     */
    public List<String> allowedTools() {
        return values.allowedTools;
    }

    /**
     * Permission rules for tools that are not to be used.
     *
     * @return rules such as {@code WebFetch}
     */
    public List<String> disallowedTools() {
        return values.disallowedTools;
    }

    /**
     * After how many turns of the model a run ends with an error.
     *
     * @return a positive number
     */
    public OptionalInt maxTurns() {
        return values.maxTurns;
    }

    /**
     * Whether parts of answers are delivered while they are made.
     *
     * @return false by default
     */
    public boolean includePartialMessages() {
        return values.includePartialMessages;
    }

    /**
     * The session to go on with.
     *
     * @return a session id
     */
    public Optional<String> resume() {
        return Optional.ofNullable(values.resume);
    }

    /**
     * Whether to go on with the latest session of the working directory.
     *
     * @return false by default
     */
    public boolean continueConversation() {
        return values.continueConversation;
    }

    /**
     * Where copies of the sessions are kept.
     *
     * @return the store
     */
    public Optional<SessionStore> sessionStore() {
        return Optional.ofNullable(values.sessionStore);
    }

    /**
     * How the session store is used.
     *
     * @return {@link SessionStoreSettings#defaults()} by default
     */
    public SessionStoreSettings sessionStoreSettings() {
        return values.sessionStoreSettings;
    }

    /**
     * Flags that this SDK has no option for.
     *
     * @return flag without dashes, and its value if it takes one
     */
    public Map<String, Optional<String>> extraArgs() {
        return Collections.unmodifiableMap(values.extraArgs);
    }

    /**
     * Whether the CLI's version is looked at when it is first used.
     *
     * @return true by default
     */
    public boolean versionCheck() {
        return values.versionCheck;
    }

    /**
     * The bounds within which a session waits and keeps.
     *
     * @return {@link SessionLimits#defaults()} by default
     */
    public SessionLimits limits() {
        return values.limits;
    }

    /**
     * Receives the lines that the agent writes to stderr.
     *
     * @return the listener
     */
    public Optional<Consumer<String>> stderrListener() {
        return Optional.ofNullable(values.stderrListener);
    }

    /**
     * Makes the transport.
     *
     * @return the factory; empty to take the one on the class path
     */
    public Optional<TransportFactory> transport() {
        return Optional.ofNullable(values.transport);
    }

    /**
     * What is set, without content that may be secret: of the environment and the extra flags only the names, of the
     * system prompt only its kind.
     *
     * @return for logs and debuggers
     */
    @Override
    public String toString() {
        List<String> set = new ArrayList<>();
        cliPath().ifPresent(v -> set.add("cliPath=" + v));
        cwd().ifPresent(v -> set.add("cwd=" + v));
        model().ifPresent(v -> set.add("model=" + v));
        systemPrompt().ifPresent(v -> set.add("systemPrompt=" + v.getClass().getSimpleName()));
        permissionMode().ifPresent(v -> set.add("permissionMode=" + v));
        maxTurns().ifPresent(v -> set.add("maxTurns=" + v));
        resume().ifPresent(v -> set.add("resume=" + v));
        if (continueConversation()) {
            set.add("continueConversation");
        }
        if (sessionStore().isPresent()) {
            set.add("sessionStore");
        }
        if (includePartialMessages()) {
            set.add("includePartialMessages");
        }
        if (!allowedTools().isEmpty()) {
            set.add("allowedTools=" + allowedTools());
        }
        if (!disallowedTools().isEmpty()) {
            set.add("disallowedTools=" + disallowedTools());
        }
        if (!env().isEmpty()) {
            set.add("env=" + env().keySet());
        }
        if (!extraArgs().isEmpty()) {
            set.add("extraArgs=" + extraArgs().keySet());
        }
        return "AgentOptions" + set;
    }

    /** Collects options. Not thread-safe. Each method returns this builder and refuses null. */
    public static final class Builder {
        private @Nullable Path cliPath;
        private @Nullable Path cwd;
        private final Map<String, Optional<String>> env = new LinkedHashMap<>();
        private @Nullable String model;
        private @Nullable SystemPrompt systemPrompt;
        private @Nullable PermissionMode permissionMode;
        private List<String> allowedTools = List.of();
        private List<String> disallowedTools = List.of();
        private OptionalInt maxTurns = OptionalInt.empty();
        private boolean includePartialMessages;
        private @Nullable String resume;
        private boolean continueConversation;
        private @Nullable SessionStore sessionStore;
        private SessionStoreSettings sessionStoreSettings = SessionStoreSettings.defaults();
        private final Map<String, Optional<String>> extraArgs = new LinkedHashMap<>();
        private boolean versionCheck = true;
        private SessionLimits limits = SessionLimits.defaults();
        private @Nullable Consumer<String> stderrListener;
        private @Nullable TransportFactory transport;

        private Builder() {}

        private Builder(Builder from) {
            cliPath = from.cliPath;
            cwd = from.cwd;
            env.putAll(from.env);
            model = from.model;
            systemPrompt = from.systemPrompt;
            permissionMode = from.permissionMode;
            allowedTools = from.allowedTools;
            disallowedTools = from.disallowedTools;
            maxTurns = from.maxTurns;
            includePartialMessages = from.includePartialMessages;
            resume = from.resume;
            continueConversation = from.continueConversation;
            sessionStore = from.sessionStore;
            sessionStoreSettings = from.sessionStoreSettings;
            extraArgs.putAll(from.extraArgs);
            versionCheck = from.versionCheck;
            limits = from.limits;
            stderrListener = from.stderrListener;
            transport = from.transport;
        }

        /**
         * Names the program to run. Without it, {@code claude} is looked for on the PATH and in the usual places.
         *
         * @param path the program
         * @return this builder
         */
        public Builder cliPath(Path path) {
            this.cliPath = Objects.requireNonNull(path, "path");
            return this;
        }

        /**
         * Sets the agent's working directory. It must exist when the agent is started.
         *
         * @param directory the directory
         * @return this builder
         */
        public Builder cwd(Path directory) {
            this.cwd = Objects.requireNonNull(directory, "directory");
            return this;
        }

        /**
         * Sets an environment variable of the agent, over what it inherits from this JVM.
         *
         * @param name the name
         * @param value the value
         * @return this builder
         */
        public Builder env(String name, String value) {
            env.put(checkEnvName(name), Optional.of(value));
            return this;
        }

        /**
         * Sets several environment variables.
         *
         * @param variables names and values
         * @return this builder
         */
        public Builder env(Map<String, String> variables) {
            variables.forEach(this::env);
            return this;
        }

        /**
         * Keeps an environment variable of this JVM from the agent.
         *
         * @param name the name
         * @return this builder
         */
        public Builder unsetEnv(String name) {
            env.put(checkEnvName(name), Optional.empty());
            return this;
        }

        /**
         * Chooses the model.
         *
         * @param name the model's name or alias, for example {@code opus}
         * @return this builder
         */
        public Builder model(String name) {
            this.model = requireText(name, "model");
            return this;
        }

        /**
         * Sets the system prompt.
         *
         * @param prompt the prompt
         * @return this builder
         */
        public Builder systemPrompt(SystemPrompt prompt) {
            this.systemPrompt = Objects.requireNonNull(prompt, "prompt");
            return this;
        }

        /**
         * Sets a system prompt of your own.
         *
         * @param text the whole prompt
         * @return this builder
         */
        public Builder systemPrompt(String text) {
            return systemPrompt(SystemPrompt.text(text));
        }

        /**
         * Sets the permission mode to begin with.
         *
         * @param mode the mode
         * @return this builder
         */
        public Builder permissionMode(PermissionMode mode) {
            this.permissionMode = Objects.requireNonNull(mode, "mode");
            return this;
        }

        /**
         * Names tools that need no asking. Replaces earlier ones.
         *
         * @param rules rules such as {@code Read} or {@code Bash(ls:*)}
         * @return this builder
         */
        public Builder allowedTools(List<String> rules) {
            this.allowedTools = checkedRules(rules, "allowedTools");
            return this;
        }

        /**
         * Names tools that need no asking. Replaces earlier ones.
         *
         * @param rules rules such as {@code Read} or {@code Bash(ls:*)}
         * @return this builder
         */
        public Builder allowedTools(String... rules) {
            return allowedTools(List.of(rules));
        }

        /**
         * Names tools that are not to be used. Replaces earlier ones.
         *
         * @param rules rules such as {@code WebFetch}
         * @return this builder
         */
        public Builder disallowedTools(List<String> rules) {
            this.disallowedTools = checkedRules(rules, "disallowedTools");
            return this;
        }

        /**
         * Names tools that are not to be used. Replaces earlier ones.
         *
         * @param rules rules such as {@code WebFetch}
         * @return this builder
         */
        public Builder disallowedTools(String... rules) {
            return disallowedTools(List.of(rules));
        }

        /**
         * Ends a run with an error after a number of turns of the model.
         *
         * @param turns a positive number
         * @return this builder
         */
        public Builder maxTurns(int turns) {
            if (turns < 1) {
                throw new IllegalArgumentException("maxTurns must be positive, not " + turns + ".");
            }
            this.maxTurns = OptionalInt.of(turns);
            return this;
        }

        /**
         * Delivers parts of answers while they are made, as {@link dev.agentsdk.message.StreamEvent}.
         *
         * @param include whether to; false by default
         * @return this builder
         */
        public Builder includePartialMessages(boolean include) {
            this.includePartialMessages = include;
            return this;
        }

        /**
         * Goes on with an earlier session.
         *
         * @param sessionId its id
         * @return this builder
         */
        public Builder resume(String sessionId) {
            this.resume = requireText(sessionId, "resume");
            return this;
        }

        /**
         * Goes on with the latest session of the working directory.
         *
         * @param go whether to; false by default
         * @return this builder
         */
        public Builder continueConversation(boolean go) {
            this.continueConversation = go;
            return this;
        }

        /**
         * Keeps a copy of everything that the agent writes to its transcripts in a store of yours, and lets
         * {@link #resume} and {@link #continueConversation} take sessions from there. The agent must be a CLI that knows
         * {@code --session-mirror}, as {@code claude} 2.1 does, and run on this machine.
         *
         * <p>A session that the store has is written to a temporary configuration directory, which the agent gets as
         * {@code CLAUDE_CONFIG_DIR} and which is removed when it has ended; one that the store does not have is left to
         * the CLI. Opening a session then waits for the store, and throws
         * {@link dev.agentsdk.history.SessionStoreException} if that fails.
         *
         * <p>What an agent wrote is in the store before the application gets the result of the turn. A failing store never
         * fails the session: what is missing there is told as a system message {@code mirror_error}, or, when the agent
         * has ended, to the listener in the settings only. Closing the session gives the store what is left of the time
         * for closing.
         *
         * @param store the store
         * @return this builder
         */
        public Builder sessionStore(SessionStore store) {
            this.sessionStore = Objects.requireNonNull(store, "store");
            return this;
        }

        /**
         * {@link #sessionStore(SessionStore)} with settings of your own.
         *
         * @param store the store
         * @param settings how it is used
         * @return this builder
         */
        public Builder sessionStore(SessionStore store, SessionStoreSettings settings) {
            this.sessionStoreSettings = Objects.requireNonNull(settings, "settings");
            return sessionStore(store);
        }

        /**
         * Passes a flag that takes no value.
         *
         * @param flag its name without dashes
         * @return this builder
         */
        public Builder extraArg(String flag) {
            extraArgs.put(checkFlag(flag), Optional.empty());
            return this;
        }

        /**
         * Passes a flag with a value. Values are visible to other users of the machine: no secrets here.
         *
         * @param flag its name without dashes
         * @param value its value
         * @return this builder
         */
        public Builder extraArg(String flag, String value) {
            extraArgs.put(checkFlag(flag), Optional.of(value));
            return this;
        }

        /**
         * Decides whether the version of a CLI is looked at when it is first used in this JVM. An old one is only warned
         * about in the log.
         *
         * @param check true by default
         * @return this builder
         */
        public Builder versionCheck(boolean check) {
            this.versionCheck = check;
            return this;
        }

        /**
         * Sets the bounds within which a session waits and keeps.
         *
         * @param limits the limits
         * @return this builder
         */
        public Builder limits(SessionLimits limits) {
            this.limits = Objects.requireNonNull(limits, "limits");
            return this;
        }

        /**
         * Receives the lines that the agent writes to stderr, one at a time, on a thread of the SDK. A listener that is
         * slow holds nothing up: past 10,000 waiting lines the oldest are dropped. What it throws is logged.
         *
         * @param listener the listener
         * @return this builder
         */
        public Builder stderrListener(Consumer<String> listener) {
            this.stderrListener = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /**
         * Chooses the transport. Without it the one on the class path is taken.
         *
         * @param factory makes the transport
         * @return this builder
         */
        public Builder transport(TransportFactory factory) {
            this.transport = Objects.requireNonNull(factory, "factory");
            return this;
        }

        /**
         * Makes the options.
         *
         * @return immutable options
         * @throws IllegalArgumentException if options contradict each other
         */
        public AgentOptions build() {
            if (resume != null && continueConversation) {
                throw new IllegalArgumentException(
                        "resume and continueConversation exclude each other: choose a session or take the latest.");
            }
            return new AgentOptions(new Builder(this));
        }

        private static String checkEnvName(String name) {
            requireText(name, "environment variable");
            if (name.indexOf('=') >= 0) {
                throw new IllegalArgumentException("The name of an environment variable must not contain '=': " + name);
            }
            return name;
        }

        private static String checkFlag(String flag) {
            requireText(flag, "extraArg");
            if (flag.startsWith("-") || flag.indexOf('=') >= 0 || flag.chars().anyMatch(Character::isWhitespace)) {
                throw new IllegalArgumentException(
                        "extraArg takes the bare name of a flag, without dashes, '=' and blanks: " + flag);
            }
            return flag;
        }

        private static List<String> checkedRules(List<String> rules, String option) {
            for (String rule : rules) {
                requireText(rule, option);
            }
            return List.copyOf(rules);
        }

        private static String requireText(String text, String option) {
            if (text.isBlank()) {
                throw new IllegalArgumentException(option + " must not be blank.");
            }
            return text;
        }
    }
}
