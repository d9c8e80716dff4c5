package dev.agentsdk.options;

import dev.agentsdk.dialog.ElicitationCallback;
import dev.agentsdk.dialog.UserDialogCallback;
import dev.agentsdk.errors.CallbackException;
import dev.agentsdk.history.HistoryLocation;
import dev.agentsdk.history.SessionStore;
import dev.agentsdk.history.SessionStoreSettings;
import dev.agentsdk.hook.HookCallback;
import dev.agentsdk.hook.HookEvent;
import dev.agentsdk.hook.HookInput;
import dev.agentsdk.hook.HookMatcher;
import dev.agentsdk.hook.HookRegistration;
import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.options.internal.OtherUserFiles;
import dev.agentsdk.permission.AsyncPermissionCallback;
import dev.agentsdk.permission.PermissionCallback;
import dev.agentsdk.permission.PermissionMode;
import dev.agentsdk.schema.JsonSchema;
import dev.agentsdk.spi.TransportFactory;
import dev.agentsdk.tool.McpServer;
import dev.agentsdk.tool.ToolServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How to start an agent and how to talk to it. Immutable; made by {@link #builder()}. What is not set is left to the
 * agent.
 *
 * <pre>{@code
 * AgentOptions options = AgentOptions.builder()
 *         .model("opus")
 *         .allowedTools("Read", "Bash(mvn test:*)")
 *         .conversation(Conversation.resuming(sessionId).forked())
 *         .budget(Budget.unset().withMaxTurns(20).withMaxUsd(1.50))
 *         .build();
 * }</pre>
 *
 * <p>The options come in groups, each a value of {@link dev.agentsdk.options}. The builder sets a group as a whole, and
 * has shortcuts for the options that everybody uses; whichever comes last counts.
 */
// More than 400 lines: a field, an accessor and a builder method, with documentation, for each option and group.
public final class AgentOptions {

    private final Builder values;

    private AgentOptions(Builder values) {
        this.values = values;
    }

    /** {@return options with nothing set} */
    public static AgentOptions defaults() {
        return builder().build();
    }

    /** {@return a new builder with nothing set} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a new builder with the values of these options} */
    public Builder toBuilder() {
        return new Builder(values);
    }

    /** {@return the program to run; empty to look for it} */
    public Optional<Path> cliPath() {
        return Optional.ofNullable(values.cliPath);
    }

    /** {@return the chosen dialect; empty for that of the program's name, see {@link CliDialect#ofProgram}} */
    public Optional<CliDialect> dialect() {
        return Optional.ofNullable(values.dialect);
    }

    /** {@return the system prompt; empty for an empty prompt} */
    public Optional<SystemPrompt> systemPrompt() {
        return Optional.ofNullable(values.systemPrompt);
    }

    /** {@return which model answers, and how hard it thinks} */
    public Models models() {
        return values.models;
    }

    /** {@return which tools the agent has, and which it may use without asking} */
    public ToolAccess toolAccess() {
        return values.toolAccess;
    }

    /** {@return what it does with a tool call that no rule decides} */
    public PermissionPolicy permissionPolicy() {
        return values.permissionPolicy;
    }

    /** {@return its MCP servers} */
    public McpServers mcpServers() {
        return values.mcpServers;
    }

    /** {@return its helpers} */
    public Subagents subagents() {
        return values.subagents;
    }

    /** {@return which conversation the session is a part of} */
    public Conversation conversation() {
        return values.conversation;
    }

    /** {@return where copies of the sessions are kept; empty for the agent's own files alone} */
    public Optional<SessionStore> sessionStore() {
        return Optional.ofNullable(values.sessionStore);
    }

    /** {@return how the session store is used; {@link SessionStoreSettings#defaults()} by default} */
    public SessionStoreSettings sessionStoreSettings() {
        return values.sessionStoreSettings;
    }

    /** {@return where a run ends, whatever it has reached} */
    public Budget budget() {
        return values.budget;
    }

    /** {@return where the agent works, and what it finds there} */
    public Workspace workspace() {
        return values.workspace;
    }

    /** {@return the settings that it works under} */
    public Settings settings() {
        return values.settings;
    }

    /** {@return its environment} */
    public Environment environment() {
        return values.environment;
    }

    /** {@return how the CLI starts} */
    public Startup startup() {
        return values.startup;
    }

    /** {@return what it tells besides its answers} */
    public Output output() {
        return values.output;
    }

    /** {@return what the CLI tells about its own doings} */
    public Debugging debugging() {
        return values.debugging;
    }

    /** {@return flags that this SDK has no option for: without dashes, and with a value if they take one} */
    public Map<String, Optional<String>> extraArgs() {
        return Collections.unmodifiableMap(values.extraArgs);
    }

    /** {@return whether the CLI's version is looked at when it is first used; true by default} */
    public boolean versionCheck() {
        return values.versionCheck;
    }

    /** {@return the bounds within which a session waits and keeps} */
    public SessionLimits limits() {
        return values.limits;
    }

    /** {@return who receives the lines that the agent writes to stderr} */
    public Optional<Consumer<String>> stderrListener() {
        return Optional.ofNullable(values.stderrListener);
    }

    /** {@return who makes the transport; empty to take the one on the class path} */
    public Optional<TransportFactory> transport() {
        return Optional.ofNullable(values.transport);
    }

    /** {@return the agent's working directory; empty for that of this JVM} */
    public Optional<Path> cwd() {
        return values.workspace.cwd();
    }

    /**
     * Where the agent keeps its sessions: in the configuration directory that its environment names, under its working
     * directory.
     *
     * <p>With {@link Workspace#withUser}, the ways to the configuration directory and to the working directory must belong to
     * the user of this JVM and to root, and worktrees do not count: that user could put links in their place, and have this
     * JVM use files with rights that the user does not have.
     *
     * @return a location, with the project set
     * @throws dev.agentsdk.history.HistoryException if the environment names no absolute configuration directory; see
     *     {@link HistoryLocation#standard()}; or if, with another user, others can change where they are
     */
    public HistoryLocation historyLocation() {
        return OtherUserFiles.history(this);
    }

    /** {@return what is put over the inherited environment; an empty value removes the variable} */
    public Map<String, Optional<String>> env() {
        return values.environment.entries();
    }

    /** {@return the name of the model} */
    public Optional<String> model() {
        return values.models.model();
    }

    /** {@return the permission mode to begin with} */
    public Optional<PermissionMode> permissionMode() {
        return values.permissionPolicy.mode();
    }

    /** {@return permission rules for tools that need no asking} */
    public List<String> allowedTools() {
        return values.toolAccess.allowed();
    }

    /** {@return permission rules for tools that are not to be used} */
    public List<String> disallowedTools() {
        return values.toolAccess.disallowed();
    }

    /** {@return after how many turns of the model a run ends with an error} */
    public OptionalInt maxTurns() {
        return values.budget.maxTurns();
    }

    /** {@return whether parts of answers are delivered while they are made; false by default} */
    public boolean includePartialMessages() {
        return values.output.partialMessages();
    }

    /** {@return the id of the session to go on with} */
    public Optional<String> resume() {
        return values.conversation.resume();
    }

    /** {@return whether to go on with the latest session of the working directory; false by default} */
    public boolean continueConversation() {
        return values.conversation.continueLatest();
    }

    // ---- callbacks: what the agent asks the application

    /**
     * Decides on tool calls that the agent must ask for. A blocking callback is given as an asynchronous one.
     *
     * @return the callback; empty if the agent has nobody to ask
     */
    public Optional<AsyncPermissionCallback> permissionCallback() {
        return Optional.ofNullable(values.permissionCallback);
    }

    /**
     * Hooks.
     *
     * @return the hooks and their events, in the order in which they were added
     */
    public List<HookRegistration<?>> hooks() {
        return Collections.unmodifiableList(values.hooks);
    }

    /**
     * MCP servers that live in this process.
     *
     * @return the servers by name, in the order in which they were added
     */
    public Map<String, McpServer> toolServers() {
        return Collections.unmodifiableMap(values.toolServers);
    }

    /**
     * Answers questions of MCP servers.
     *
     * @return the callback; empty to decline them
     */
    public Optional<ElicitationCallback> elicitationCallback() {
        return Optional.ofNullable(values.elicitationCallback);
    }

    /**
     * Shows dialogs of the agent's tools.
     *
     * @return the callback
     */
    public Optional<UserDialogCallback> userDialogCallback() {
        return Optional.ofNullable(values.userDialogCallback);
    }

    /**
     * The kinds of dialogs that the callback can show.
     *
     * @return the kinds; empty without a callback
     */
    public Set<String> userDialogKinds() {
        return values.userDialogKinds;
    }

    /**
     * The schema of structured answers.
     *
     * @return the schema; empty for answers as text
     */
    public Optional<JsonSchema> outputSchema() {
        return Optional.ofNullable(values.outputSchema);
    }

    /**
     * Runs callbacks.
     *
     * @return the executor; empty for threads of the session
     */
    public Optional<Executor> callbackExecutor() {
        return Optional.ofNullable(values.callbackExecutor);
    }

    /**
     * Hears of callbacks that fail.
     *
     * @return the listener
     */
    public Optional<Consumer<CallbackException>> callbackErrorListener() {
        return Optional.ofNullable(values.callbackErrorListener);
    }

    /**
     * What is set, without content that may be secret: of the environment, the MCP servers, the helpers and the extra
     * flags only the names, of the system prompt only its kind, of the settings nothing.
     *
     * @return for logs and debuggers
     */
    @Override
    public String toString() {
        return OptionSummary.of(this, values.dialect);
    }

    /** Collects options. Not thread-safe. Each method returns this builder and refuses null. */
    public static final class Builder extends OptionShortcuts {
        private @Nullable Path cliPath;
        private @Nullable CliDialect dialect;
        private @Nullable SystemPrompt systemPrompt;
        private Settings settings = Settings.unset();
        private Startup startup = Startup.normal();
        private @Nullable SessionStore sessionStore;
        private SessionStoreSettings sessionStoreSettings = SessionStoreSettings.defaults();
        private Debugging debugging = Debugging.off();
        private boolean versionCheck = true;
        private SessionLimits limits = SessionLimits.defaults();
        private @Nullable Consumer<String> stderrListener;
        private @Nullable TransportFactory transport;

        // Callbacks
        private @Nullable AsyncPermissionCallback permissionCallback;
        private final List<HookRegistration<?>> hooks = new ArrayList<>();
        private final Map<String, McpServer> toolServers = new LinkedHashMap<>();
        private @Nullable ElicitationCallback elicitationCallback;
        private @Nullable UserDialogCallback userDialogCallback;
        private Set<String> userDialogKinds = Set.of();
        private @Nullable JsonSchema outputSchema;
        private @Nullable Executor callbackExecutor;
        private @Nullable Consumer<CallbackException> callbackErrorListener;

        private Builder() {}

        private Builder(Builder from) {
            environment = from.environment;
            models = from.models;
            toolAccess = from.toolAccess;
            permissionPolicy = from.permissionPolicy;
            mcpServers = from.mcpServers;
            conversation = from.conversation;
            budget = from.budget;
            workspace = from.workspace;
            subagents = from.subagents;
            output = from.output;
            extraArgs.putAll(from.extraArgs);
            cliPath = from.cliPath;
            dialect = from.dialect;
            systemPrompt = from.systemPrompt;
            settings = from.settings;
            startup = from.startup;
            sessionStore = from.sessionStore;
            sessionStoreSettings = from.sessionStoreSettings;
            debugging = from.debugging;
            versionCheck = from.versionCheck;
            limits = from.limits;
            stderrListener = from.stderrListener;
            transport = from.transport;
            copyCallbacks(from);
        }

        private void copyCallbacks(Builder from) {
            permissionCallback = from.permissionCallback;
            hooks.addAll(from.hooks);
            toolServers.putAll(from.toolServers);
            elicitationCallback = from.elicitationCallback;
            userDialogCallback = from.userDialogCallback;
            userDialogKinds = from.userDialogKinds;
            outputSchema = from.outputSchema;
            callbackExecutor = from.callbackExecutor;
            callbackErrorListener = from.callbackErrorListener;
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * Names the program to run. Without it, that of the dialect is looked for on the PATH and in the usual places.
         *
         * <p>A path with a directory, such as {@code ./claude}, is seen from the directory of this JVM. A bare name, such as
         * {@code claude}, is looked for on the PATH and in the usual places, as a shell does it, and never in the current
         * directory.
         *
         * @param path the program
         * @return this builder
         */
        public Builder cliPath(Path path) {
            this.cliPath = Objects.requireNonNull(path, "path");
            return this;
        }

        /**
         * Chooses the dialect, for a program whose name does not tell.
         *
         * @param chosen the dialect
         * @return this builder
         */
        public Builder dialect(CliDialect chosen) {
            this.dialect = Objects.requireNonNull(chosen, "chosen");
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
         * Chooses which model answers, and how hard it thinks.
         *
         * @param group the whole group
         * @return this builder
         */
        public Builder models(Models group) {
            this.models = Objects.requireNonNull(group, "group");
            return this;
        }

        /**
         * Decides which tools the agent has, and which it may use without asking.
         *
         * @param group the whole group
         * @return this builder
         */
        public Builder toolAccess(ToolAccess group) {
            this.toolAccess = Objects.requireNonNull(group, "group");
            return this;
        }

        /**
         * Decides what the agent does with a tool call that no rule decides.
         *
         * @param group the whole group
         * @return this builder
         */
        public Builder permissionPolicy(PermissionPolicy group) {
            this.permissionPolicy = Objects.requireNonNull(group, "group");
            return this;
        }

        /**
         * Sets the MCP servers.
         *
         * @param group the whole group
         * @return this builder
         */
        public Builder mcpServers(McpServers group) {
            this.mcpServers = Objects.requireNonNull(group, "group");
            return this;
        }

        /**
         * Sets the agent's helpers.
         *
         * @param group the whole group
         * @return this builder
         */
        public Builder subagents(Subagents group) {
            this.subagents = Objects.requireNonNull(group, "group");
            return this;
        }

        /**
         * Chooses the conversation that the session is a part of.
         *
         * @param group the whole group
         * @return this builder
         */
        public Builder conversation(Conversation group) {
            this.conversation = Objects.requireNonNull(group, "group");
            return this;
        }

        /**
         * Bounds a run.
         *
         * @param group the whole group
         * @return this builder
         */
        public Builder budget(Budget group) {
            this.budget = Objects.requireNonNull(group, "group");
            return this;
        }

        /**
         * Sets where the agent works, and what it finds there.
         *
         * @param group the whole group
         * @return this builder
         */
        public Builder workspace(Workspace group) {
            this.workspace = Objects.requireNonNull(group, "group");
            return this;
        }

        /**
         * Sets the settings that the agent works under.
         *
         * @param group the whole group
         * @return this builder
         */
        public Builder settings(Settings group) {
            this.settings = Objects.requireNonNull(group, "group");
            return this;
        }

        /**
         * Decides how the CLI starts.
         *
         * @param group the whole group
         * @return this builder
         */
        public Builder startup(Startup group) {
            this.startup = Objects.requireNonNull(group, "group");
            return this;
        }

        /**
         * Sets the agent's environment.
         *
         * @param group the whole group
         * @return this builder
         */
        public Builder environment(Environment group) {
            this.environment = Objects.requireNonNull(group, "group");
            return this;
        }

        /**
         * Decides what the agent tells besides its answers.
         *
         * @param group the whole group
         * @return this builder
         */
        public Builder output(Output group) {
            this.output = Objects.requireNonNull(group, "group");
            return this;
        }

        /**
         * Decides what the CLI tells about its own doings.
         *
         * @param group the whole group
         * @return this builder
         */
        public Builder debugging(Debugging group) {
            this.debugging = Objects.requireNonNull(group, "group");
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
         * Receives the lines that the agent writes to stderr, one at a time, on a thread of the SDK. A line of more than
         * 64 KiB is cut off. A slow listener delays nothing: at most 1 MiB of lines waits for it, counting one byte for each
         * character and 128 for each line. Beyond that the oldest lines are dropped; in their place the listener receives
         * one line that begins with {@code …} and says how many lines and characters are missing, and a warning is logged.
         * What the listener throws is logged.
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

        // ---- callbacks: what the agent asks the application

        /**
         * Decides on tool calls that the agent must ask for. Only called where the agent's rules end in "ask": not for
         * tools that {@code allowedTools} or the permission mode allow as a whole.
         *
         * @param callback the callback; runs on {@link #callbackExecutor}
         * @return this builder
         */
        public Builder permissionCallback(PermissionCallback callback) {
            Objects.requireNonNull(callback, "callback");
            return asyncPermissionCallback((request, cancellation) ->
                    CompletableFuture.completedFuture(callback.decide(request, cancellation)));
        }

        /**
         * Decides on tool calls that the agent must ask for, without holding a thread while it waits. Replaces
         * {@link #permissionCallback}.
         *
         * @param callback the callback; runs on {@link #callbackExecutor}
         * @return this builder
         */
        public Builder asyncPermissionCallback(AsyncPermissionCallback callback) {
            this.permissionCallback = Objects.requireNonNull(callback, "callback");
            return this;
        }

        /**
         * Adds a hook for all that an event is about.
         *
         * <pre>{@code
         * .hook(HookEvent.PRE_TOOL_USE, (input, context) -> isAllowed(input)
         *         ? HookOutput.none()
         *         : HookOutput.of(HookSpecificOutput.denyTool("not here")))
         * }</pre>
         *
         * @param event when it is called
         * @param callback the hook; runs on {@link #callbackExecutor}
         * @param <I> what it is told
         * @return this builder
         */
        public <I extends HookInput> Builder hook(HookEvent<I> event, HookCallback<I> callback) {
            return hook(event, HookMatcher.all(callback));
        }

        /**
         * Adds a hook.
         *
         * @param event when it is called
         * @param matcher the hook, and what it is for; runs on {@link #callbackExecutor}
         * @param <I> what it is told
         * @return this builder
         */
        public <I extends HookInput> Builder hook(HookEvent<I> event, HookMatcher<I> matcher) {
            hooks.add(new HookRegistration<>(event, matcher));
            return this;
        }

        /**
         * Offers tools of this process to the agent's model, which sees them as {@code mcp__server__tool}. They follow the
         * permission rules as other tools do: name them in {@link #allowedTools}, or have a {@link #permissionCallback}.
         *
         * @param server the tools; their handlers run on {@link #callbackExecutor}
         * @return this builder
         * @throws IllegalArgumentException if there is a server of that name
         */
        public Builder toolServer(ToolServer server) {
            return toolServer(server.name(), server);
        }

        /**
         * Offers an MCP server of this process to the agent.
         *
         * @param name its name: letters, digits, {@code _} and {@code -}
         * @param server the server
         * @return this builder
         * @throws IllegalArgumentException if there is a server of that name, or the name is none
         */
        public Builder toolServer(String name, McpServer server) {
            if (toolServers.putIfAbsent(ToolServer.requireName(name), Objects.requireNonNull(server, "server"))
                    != null) {
                throw new IllegalArgumentException("There is a tool server of the name " + name + " already.");
            }
            return this;
        }

        /**
         * Answers questions of MCP servers to the user.
         *
         * @param callback the callback; runs on {@link #callbackExecutor}
         * @return this builder
         */
        public Builder elicitationCallback(ElicitationCallback callback) {
            this.elicitationCallback = Objects.requireNonNull(callback, "callback");
            return this;
        }

        /**
         * Shows dialogs of the agent's own tools. Newer agents only.
         *
         * @param kinds the kinds that the callback can show; the agent sends no others
         * @param callback the callback; runs on {@link #callbackExecutor}
         * @return this builder
         */
        public Builder userDialogCallback(Set<String> kinds, UserDialogCallback callback) {
            if (kinds.isEmpty() || kinds.stream().anyMatch(Printable::isBlank)) {
                throw new IllegalArgumentException("Name the kinds of dialogs that the callback can show.");
            }
            this.userDialogKinds = Set.copyOf(kinds);
            this.userDialogCallback = Objects.requireNonNull(callback, "callback");
            return this;
        }

        /**
         * Has every turn end in a structured answer, which is in {@link dev.agentsdk.message.ResultMessage#structuredOutput}.
         * {@link dev.agentsdk.AgentQuery#ask(String, AgentOptions, Class)} sets it by itself.
         *
         * @param schema the schema of an object; that of a record is {@code RecordShape.of(type).schema()}
         * @return this builder
         * @throws IllegalArgumentException if the schema describes no object
         */
        public Builder outputSchema(JsonSchema schema) {
            if (!schema.describesObject()) {
                throw new IllegalArgumentException("The output schema must have \"type\": \"object\".");
            }
            this.outputSchema = schema;
            return this;
        }

        /**
         * Runs callbacks on threads of the application: an executor of virtual threads, of a container, of a user
         * interface. Callbacks may block for hours, so it should have threads enough. Without it each session has threads
         * of its own, as many as it needs. The executor is never shut down by the SDK; a callback that it refuses has
         * failed.
         *
         * @param executor the executor
         * @return this builder
         */
        public Builder callbackExecutor(Executor executor) {
            this.callbackExecutor = Objects.requireNonNull(executor, "executor");
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
         * <p>{@link #build} refuses a store together with an unpersisted conversation, and with file checkpointing.
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
         * Hears of callbacks that fail: of hooks, permission callbacks, tools and others. Such an exception is also logged
         * and counted, and the agent is told.
         *
         * @param listener the listener; called by a thread of the SDK, one call at a time. What it throws is logged. A slow
         *     listener delays nothing: about 250 exceptions wait for it, and the oldest beyond that are dropped, which is
         *     logged
         * @return this builder
         */
        public Builder callbackErrorListener(Consumer<CallbackException> listener) {
            this.callbackErrorListener = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /**
         * Makes the options.
         *
         * @return immutable options
         * @throws IllegalArgumentException if options contradict each other
         */
        public AgentOptions build() {
            conversation.check();
            if (permissionCallback != null && permissionPolicy.promptTool().isPresent()) {
                throw new IllegalArgumentException("permissionCallback and promptTool exclude each other: let this"
                        + " application decide, or an MCP tool.");
            }
            if (sessionStore != null && !conversation.persisted()) {
                throw new IllegalArgumentException("sessionStore needs a session that is kept on disk: the CLI mirrors"
                        + " what it writes there. Leave unpersisted out.");
            }
            if (sessionStore != null && workspace.fileCheckpointing()) {
                throw new IllegalArgumentException("sessionStore and fileCheckpointing exclude each other: checkpoints"
                        + " are not mirrored, and would be gone with the temporary directory of a session that"
                        + " comes from the store.");
            }
            checkStartup();
            return new AgentOptions(new Builder(this));
        }

        private void checkStartup() {
            if (startup.pullRequest().isPresent()
                    && (conversation.resume().isPresent() || conversation.continueLatest())) {
                throw new IllegalArgumentException(
                        "fromPullRequest excludes resume and continueConversation: all of them"
                                + " choose the session to resume.");
            }
            // Measured on claude 2.1.329: a hook that is never called permits what it was to forbid.
            if (!hooks.isEmpty() && (startup.isBare() || extraArgs.containsKey("bare"))) {
                throw new IllegalArgumentException(
                        "hooks and bare exclude each other: a CLI that is started bare calls no"
                                + " hooks. Decide in a permissionCallback instead.");
            }
            if (startup.isWithoutSlashCommands() && toolAccess.skills().isPresent()) {
                throw new IllegalArgumentException("skills and withoutSlashCommands exclude each other: without slash"
                        + " commands there are no skills.");
            }
            if (sessionStore != null && (startup.pullRequest().isPresent() || startup.isInWorktree())) {
                throw new IllegalArgumentException(
                        "sessionStore excludes fromPullRequest and inWorktree: the CLI chooses"
                                + " the session or the directory, and the store must know both.");
            }
        }
    }
}
