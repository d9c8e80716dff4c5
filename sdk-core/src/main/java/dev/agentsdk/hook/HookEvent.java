package dev.agentsdk.hook;

import dev.agentsdk.json.internal.Printable;
import java.util.List;
import java.util.Objects;

/**
 * When a hook is called. The constants are the events of {@code claude} 2.1.332; of these the official Python SDK 0.2 has
 * those that are not marked as newer. An open set: {@link #of} makes any.
 *
 * <p>Equality is that of the names.
 *
 * @param <I> what the hook is told
 */
public final class HookEvent<I extends HookInput> {

    /** A tool is about to run. */
    public static final HookEvent<PreToolUseInput> PRE_TOOL_USE = new HookEvent<>("PreToolUse", PreToolUseInput.class);

    /**
     * A skill or a slash command is about to run a shell command of its text. {@code claude} 2.1.332 and newer. A hook
     * denies the command with {@link HookSpecificOutput#denyTool}.
     */
    public static final HookEvent<PreSkillShellCommandInput> PRE_SKILL_SHELL_COMMAND =
            new HookEvent<>("PreSkillShellCommand", PreSkillShellCommandInput.class);

    /** A tool has run. */
    public static final HookEvent<PostToolUseInput> POST_TOOL_USE =
            new HookEvent<>("PostToolUse", PostToolUseInput.class);

    /** A tool has failed. */
    public static final HookEvent<PostToolUseFailureInput> POST_TOOL_USE_FAILURE =
            new HookEvent<>("PostToolUseFailure", PostToolUseFailureInput.class);

    /** Several tools that were called at once have run. Newer agents only. */
    public static final HookEvent<PostToolBatchInput> POST_TOOL_BATCH =
            new HookEvent<>("PostToolBatch", PostToolBatchInput.class);

    /** A user message is about to be worked on. */
    public static final HookEvent<UserPromptSubmitInput> USER_PROMPT_SUBMIT =
            new HookEvent<>("UserPromptSubmit", UserPromptSubmitInput.class);

    /** A slash command or a prompt of an MCP server is about to be expanded. Newer agents only. */
    public static final HookEvent<UserPromptExpansionInput> USER_PROMPT_EXPANSION =
            new HookEvent<>("UserPromptExpansion", UserPromptExpansionInput.class);

    /**
     * A session begins, or is resumed, cleared, compacted or forked. Newer agents only. {@code claude} 2.1 calls it over the
     * control protocol after {@code /compact} and {@code /clear}, but not when the session is opened; the {@code init}
     * message says that a session has begun.
     */
    public static final HookEvent<SessionStartInput> SESSION_START =
            new HookEvent<>("SessionStart", SessionStartInput.class);

    /**
     * The session ends. Agents can only tell while their stdin is open. Newer agents only. {@code claude} 2.1.332
     * calls it over the control protocol on {@code /clear}, but neither at EOF nor when it is asked to end; use
     * {@code AgentSession.exit()} for those.
     */
    public static final HookEvent<SessionEndInput> SESSION_END = new HookEvent<>("SessionEnd", SessionEndInput.class);

    /** The agent is about to end its turn. */
    public static final HookEvent<StopInput> STOP = new HookEvent<>("Stop", StopInput.class);

    /** The turn ends because the model failed. Newer agents only. */
    public static final HookEvent<StopFailureInput> STOP_FAILURE =
            new HookEvent<>("StopFailure", StopFailureInput.class);

    /** A subagent begins; see {@link HookInput#agentId()}. */
    public static final HookEvent<SubagentStartInput> SUBAGENT_START =
            new HookEvent<>("SubagentStart", SubagentStartInput.class);

    /** A subagent is about to end; see {@link HookInput#agentId()}. */
    public static final HookEvent<SubagentStopInput> SUBAGENT_STOP =
            new HookEvent<>("SubagentStop", SubagentStopInput.class);

    /** The conversation is about to be compacted. */
    public static final HookEvent<PreCompactInput> PRE_COMPACT = new HookEvent<>("PreCompact", PreCompactInput.class);

    /** The conversation was compacted. Newer agents only. */
    public static final HookEvent<PostCompactInput> POST_COMPACT =
            new HookEvent<>("PostCompact", PostCompactInput.class);

    /** The model is about to be changed. Newer agents only. */
    public static final HookEvent<PreModelSwitchInput> PRE_MODEL_SWITCH =
            new HookEvent<>("PreModelSwitch", PreModelSwitchInput.class);

    /** The model was changed. Newer agents only. */
    public static final HookEvent<PostModelSwitchInput> POST_MODEL_SWITCH =
            new HookEvent<>("PostModelSwitch", PostModelSwitchInput.class);

    /** The agent is about to ask for a permission. */
    public static final HookEvent<PermissionRequestInput> PERMISSION_REQUEST =
            new HookEvent<>("PermissionRequest", PermissionRequestInput.class);

    /** A permission was refused. Newer agents only. */
    public static final HookEvent<PermissionDeniedInput> PERMISSION_DENIED =
            new HookEvent<>("PermissionDenied", PermissionDeniedInput.class);

    /** The agent has news for the user. */
    public static final HookEvent<NotificationInput> NOTIFICATION =
            new HookEvent<>("Notification", NotificationInput.class);

    /** The agent sets up its environment. Newer agents only. */
    public static final HookEvent<SetupInput> SETUP = new HookEvent<>("Setup", SetupInput.class);

    /** A teammate has nothing to do. Newer agents only. */
    public static final HookEvent<TeammateIdleInput> TEAMMATE_IDLE =
            new HookEvent<>("TeammateIdle", TeammateIdleInput.class);

    /** A task was made. Newer agents only. */
    public static final HookEvent<TaskCreatedInput> TASK_CREATED =
            new HookEvent<>("TaskCreated", TaskCreatedInput.class);

    /** A task is done. Newer agents only. */
    public static final HookEvent<TaskCompletedInput> TASK_COMPLETED =
            new HookEvent<>("TaskCompleted", TaskCompletedInput.class);

    /** An MCP server is about to ask the user something. Newer agents only. */
    public static final HookEvent<ElicitationInput> ELICITATION =
            new HookEvent<>("Elicitation", ElicitationInput.class);

    /** A question of an MCP server was answered. Newer agents only. */
    public static final HookEvent<ElicitationResultInput> ELICITATION_RESULT =
            new HookEvent<>("ElicitationResult", ElicitationResultInput.class);

    /** A settings file has changed. Newer agents only. */
    public static final HookEvent<ConfigChangeInput> CONFIG_CHANGE =
            new HookEvent<>("ConfigChange", ConfigChangeInput.class);

    /** A worktree is wanted; the hook makes it. Newer agents only. */
    public static final HookEvent<WorktreeCreateInput> WORKTREE_CREATE =
            new HookEvent<>("WorktreeCreate", WorktreeCreateInput.class);

    /** A worktree is to go; the hook removes it. Newer agents only. */
    public static final HookEvent<WorktreeRemoveInput> WORKTREE_REMOVE =
            new HookEvent<>("WorktreeRemove", WorktreeRemoveInput.class);

    /** A file of instructions was loaded. Newer agents only. */
    public static final HookEvent<InstructionsLoadedInput> INSTRUCTIONS_LOADED =
            new HookEvent<>("InstructionsLoaded", InstructionsLoadedInput.class);

    /** The working directory has changed. Newer agents only. */
    public static final HookEvent<CwdChangedInput> CWD_CHANGED = new HookEvent<>("CwdChanged", CwdChangedInput.class);

    /** A watched file has changed. Newer agents only. */
    public static final HookEvent<FileChangedInput> FILE_CHANGED =
            new HookEvent<>("FileChanged", FileChangedInput.class);

    /** The agent may work in a further directory. Newer agents only. */
    public static final HookEvent<DirectoryAddedInput> DIRECTORY_ADDED =
            new HookEvent<>("DirectoryAdded", DirectoryAddedInput.class);

    /** A part of an answer is about to be shown. Newer agents only. */
    public static final HookEvent<MessageDisplayInput> MESSAGE_DISPLAY =
            new HookEvent<>("MessageDisplay", MessageDisplayInput.class);

    private static final List<HookEvent<?>> KNOWN = List.of(
            PRE_TOOL_USE,
            PRE_SKILL_SHELL_COMMAND,
            POST_TOOL_USE,
            POST_TOOL_USE_FAILURE,
            POST_TOOL_BATCH,
            USER_PROMPT_SUBMIT,
            USER_PROMPT_EXPANSION,
            SESSION_START,
            SESSION_END,
            STOP,
            STOP_FAILURE,
            SUBAGENT_START,
            SUBAGENT_STOP,
            PRE_COMPACT,
            POST_COMPACT,
            PRE_MODEL_SWITCH,
            POST_MODEL_SWITCH,
            PERMISSION_REQUEST,
            PERMISSION_DENIED,
            NOTIFICATION,
            SETUP,
            TEAMMATE_IDLE,
            TASK_CREATED,
            TASK_COMPLETED,
            ELICITATION,
            ELICITATION_RESULT,
            CONFIG_CHANGE,
            WORKTREE_CREATE,
            WORKTREE_REMOVE,
            INSTRUCTIONS_LOADED,
            CWD_CHANGED,
            FILE_CHANGED,
            DIRECTORY_ADDED,
            MESSAGE_DISPLAY);

    private final String name;
    private final Class<I> inputType;

    private HookEvent(String name, Class<I> inputType) {
        this.name = name;
        this.inputType = inputType;
    }

    /**
     * An event by its name, for events that this SDK does not know. The hook is told an {@link UnknownHookInput} for those,
     * and the input of its type for known ones.
     *
     * @param name the name as it goes over the wire
     * @return the event
     */
    public static HookEvent<HookInput> of(String name) {
        if (Printable.isBlank(name)) {
            throw new IllegalArgumentException("The name of a hook event must not be blank.");
        }
        return new HookEvent<>(name, HookInput.class);
    }

    /**
     * The events that this SDK knows.
     *
     * @return all constants
     */
    public static List<HookEvent<?>> known() {
        return KNOWN;
    }

    static boolean isKnown(String name) {
        return KNOWN.stream().anyMatch(event -> event.name.equals(name));
    }

    /**
     * The name.
     *
     * @return the name as it goes over the wire
     */
    public String name() {
        return name;
    }

    /**
     * What the hook is told.
     *
     * @return a type of {@link HookInput}
     */
    public Class<I> inputType() {
        return inputType;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HookEvent<?> that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
