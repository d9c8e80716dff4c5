package dev.agentsdk.hook;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Fields;
import java.util.Optional;
import java.util.function.Function;

/** Reads what a hook is told. */
final class HookInputReader {

    private HookInputReader() {}

    static HookInput read(RawJson raw) {
        Fields fields = Fields.of(raw);
        HookCommon common = HookCommon.read(fields, raw);
        return read(common, fields).orElseGet(() -> new UnknownHookInput(common));
    }

    private static Optional<HookInput> read(HookCommon common, Fields fields) {
        return switch (common.eventName()) {
            case "PreToolUse" -> aboutATool(common, fields, PreToolUseInput::new);
            case "PreSkillShellCommand" -> aboutATool(common, fields, PreSkillShellCommandInput::new);
            case "PostToolUse" -> aboutATool(common, fields, PostToolUseInput::new);
            case "PostToolUseFailure" -> aboutATool(common, fields, PostToolUseFailureInput::new);
            case "PostToolBatch" -> Optional.of(new PostToolBatchInput(common));
            case "UserPromptSubmit" -> UserPromptSubmitInput.read(common, fields);
            case "UserPromptExpansion" -> UserPromptExpansionInput.read(common, fields);
            case "SessionStart" -> Optional.of(new SessionStartInput(common));
            case "SessionEnd" -> Optional.of(SessionEndInput.read(common, fields));
            case "Stop" -> Optional.of(new StopInput(common));
            case "StopFailure" -> Optional.of(StopFailureInput.read(common, fields));
            case "SubagentStart" -> Optional.of(SubagentStartInput.read(common, fields));
            case "SubagentStop" -> Optional.of(new SubagentStopInput(common));
            case "PreCompact" -> Optional.of(PreCompactInput.read(common, fields));
            case "PostCompact" -> Optional.of(PostCompactInput.read(common, fields));
            case "PreModelSwitch" -> Optional.of(new PreModelSwitchInput(common));
            case "PostModelSwitch" -> Optional.of(new PostModelSwitchInput(common));
            case "PermissionRequest" -> aboutATool(common, fields, PermissionRequestInput::new);
            case "PermissionDenied" -> aboutATool(common, fields, PermissionDeniedInput::new);
            case "Notification" -> Optional.of(NotificationInput.read(common, fields));
            case "Setup" -> Optional.of(SetupInput.read(common, fields));
            case "TeammateIdle" -> Optional.of(TeammateIdleInput.read(common, fields));
            case "TaskCreated" -> Optional.of(TaskCreatedInput.read(common, fields));
            case "TaskCompleted" -> Optional.of(TaskCompletedInput.read(common, fields));
            case "Elicitation" -> Optional.of(ElicitationInput.read(common, fields));
            case "ElicitationResult" -> Optional.of(ElicitationResultInput.read(common, fields));
            case "ConfigChange" -> Optional.of(ConfigChangeInput.read(common, fields));
            case "WorktreeCreate" -> Optional.of(WorktreeCreateInput.read(common, fields));
            case "WorktreeRemove" -> Optional.of(WorktreeRemoveInput.read(common, fields));
            case "InstructionsLoaded" -> Optional.of(InstructionsLoadedInput.read(common, fields));
            case "CwdChanged" -> Optional.of(CwdChangedInput.read(common, fields));
            case "FileChanged" -> Optional.of(FileChangedInput.read(common, fields));
            case "DirectoryAdded" -> Optional.of(DirectoryAddedInput.read(common, fields));
            case "MessageDisplay" -> Optional.of(MessageDisplayInput.read(common, fields));
            default -> Optional.empty();
        };
    }

    /** Empty if the agent does not say which tool and with what input: such a hook could decide nothing. */
    private static Optional<HookInput> aboutATool(
            HookCommon common, Fields fields, Function<HookCommon, HookInput> reader) {
        boolean complete = fields.text("tool_name").isPresent()
                && fields.object("tool_input").isPresent();
        return complete ? Optional.of(reader.apply(common)) : Optional.empty();
    }
}
