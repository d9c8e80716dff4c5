package dev.agentsdk.hook;

import dev.agentsdk.internal.Fields;
import dev.agentsdk.message.RawJson;
import java.util.Optional;
import java.util.function.Function;

/** Reads what a hook is told. */
final class HookInputReader {

    private HookInputReader() {}

    static HookInput read(RawJson raw) {
        Fields fields = Fields.of(raw);
        HookCommon common = HookCommon.read(fields, raw);
        return read(common, fields, raw).orElseGet(() -> new UnknownHookInput(common));
    }

    private static Optional<HookInput> read(HookCommon common, Fields fields, RawJson raw) {
        return switch (common.eventName()) {
            case "PreToolUse" -> aboutATool(fields, raw, PreToolUseInput::of);
            case "PreSkillShellCommand" -> aboutATool(fields, raw, PreSkillShellCommandInput::of);
            case "PostToolUse" -> aboutATool(fields, raw, PostToolUseInput::of);
            case "PostToolUseFailure" -> aboutATool(fields, raw, PostToolUseFailureInput::of);
            case "PostToolBatch" -> Optional.of(PostToolBatchInput.of(raw));
            case "UserPromptSubmit" -> UserPromptSubmitInput.read(common, fields);
            case "UserPromptExpansion" -> UserPromptExpansionInput.read(common, fields);
            case "SessionStart" -> Optional.of(SessionStartInput.of(raw));
            case "SessionEnd" -> Optional.of(SessionEndInput.read(common, fields));
            case "Stop" -> Optional.of(StopInput.of(raw));
            case "StopFailure" -> Optional.of(StopFailureInput.read(common, fields));
            case "SubagentStart" -> Optional.of(SubagentStartInput.read(common, fields));
            case "SubagentStop" -> Optional.of(SubagentStopInput.of(raw));
            case "PreCompact" -> Optional.of(PreCompactInput.read(common, fields));
            case "PostCompact" -> Optional.of(PostCompactInput.read(common, fields));
            case "PreModelSwitch" -> Optional.of(PreModelSwitchInput.of(raw));
            case "PostModelSwitch" -> Optional.of(PostModelSwitchInput.of(raw));
            case "PermissionRequest" -> aboutATool(fields, raw, PermissionRequestInput::of);
            case "PermissionDenied" -> aboutATool(fields, raw, PermissionDeniedInput::of);
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
    private static Optional<HookInput> aboutATool(Fields fields, RawJson raw, Function<RawJson, HookInput> reader) {
        boolean complete = fields.text("tool_name").isPresent()
                && fields.object("tool_input").isPresent();
        return complete ? Optional.of(reader.apply(raw)) : Optional.empty();
    }
}
