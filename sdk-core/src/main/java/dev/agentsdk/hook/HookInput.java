package dev.agentsdk.hook;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.permission.PermissionMode;
import java.util.Optional;

/**
 * The input of a hook. One type for each event of {@code claude} 2.1.332; {@link UnknownHookInput} for others and for
 * input that cannot be read. A text that every agent writes is empty if it is missing; other absent fields are
 * {@code Optional}. Later versions may add types: a {@code switch} over them needs a {@code default}.
 */
public sealed interface HookInput
        permits PreToolUseInput,
                PreSkillShellCommandInput,
                PostToolUseInput,
                PostToolUseFailureInput,
                PostToolBatchInput,
                UserPromptSubmitInput,
                UserPromptExpansionInput,
                SessionStartInput,
                SessionEndInput,
                StopInput,
                StopFailureInput,
                SubagentStartInput,
                SubagentStopInput,
                PreCompactInput,
                PostCompactInput,
                ModelSwitchInput,
                PermissionRequestInput,
                PermissionDeniedInput,
                NotificationInput,
                SetupInput,
                TeammateIdleInput,
                TaskCreatedInput,
                TaskCompletedInput,
                ElicitationInput,
                ElicitationResultInput,
                ConfigChangeInput,
                WorktreeCreateInput,
                WorktreeRemoveInput,
                InstructionsLoadedInput,
                CwdChangedInput,
                FileChangedInput,
                DirectoryAddedInput,
                MessageDisplayInput,
                UnknownHookInput {

    /**
     * Reads an input as it goes over the wire.
     *
     * @param raw a JSON object
     * @return the input; {@link UnknownHookInput} if its event is unknown or what it is about is missing
     */
    static HookInput read(RawJson raw) {
        return HookInputReader.read(raw);
    }

    /**
     * What every hook is told.
     *
     * @return the common part
     */
    HookCommon common();

    /**
     * The event.
     *
     * @return its name as it went over the wire, for example {@code PreToolUse}
     */
    default String eventName() {
        return common().eventName();
    }

    /**
     * The session.
     *
     * @return its id
     */
    default Optional<String> sessionId() {
        return common().sessionId();
    }

    /**
     * The transcript of the session.
     *
     * @return a file on the agent's machine
     */
    default Optional<String> transcriptPath() {
        return common().transcriptPath();
    }

    /**
     * The agent's working directory.
     *
     * @return the directory
     */
    default Optional<String> cwd() {
        return common().cwd();
    }

    /**
     * The permission mode.
     *
     * @return the mode, if the agent says
     */
    default Optional<PermissionMode> permissionMode() {
        return common().permissionMode();
    }

    /**
     * The subagent that this is about: the only way to tell subagents apart that run at the same time.
     *
     * @return its id; empty in the main conversation
     */
    default Optional<String> agentId() {
        return common().agentId();
    }

    /**
     * What kind of subagent, or the agent that the session was started with.
     *
     * @return its name
     */
    default Optional<String> agentType() {
        return common().agentType();
    }

    /**
     * Everything as the agent wrote it.
     *
     * @return a JSON object
     */
    default RawJson raw() {
        return common().raw();
    }
}
