package dev.agentsdk.hook;

import dev.agentsdk.internal.Fields;
import dev.agentsdk.message.RawJson;
import java.util.Optional;

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
            case "PreToolUse" -> PreToolUseInput.read(common, fields);
            case "PostToolUse" -> PostToolUseInput.read(common, fields);
            case "PostToolUseFailure" -> PostToolUseFailureInput.read(common, fields);
            case "PostToolBatch" -> Optional.of(PostToolBatchInput.read(common, fields));
            case "UserPromptSubmit" -> UserPromptSubmitInput.read(common, fields);
            case "UserPromptExpansion" -> UserPromptExpansionInput.read(common, fields);
            case "SessionStart" -> Optional.of(SessionStartInput.read(common, fields));
            case "SessionEnd" -> Optional.of(SessionEndInput.read(common, fields));
            case "Stop" -> Optional.of(StopInput.read(common, fields));
            case "StopFailure" -> Optional.of(StopFailureInput.read(common, fields));
            case "SubagentStart" -> Optional.of(SubagentStartInput.read(common, fields));
            case "SubagentStop" -> Optional.of(SubagentStopInput.read(common, fields));
            case "PreCompact" -> Optional.of(PreCompactInput.read(common, fields));
            case "PostCompact" -> Optional.of(PostCompactInput.read(common, fields));
            case "PreModelSwitch" -> Optional.of(PreModelSwitchInput.read(common, fields));
            case "PostModelSwitch" -> Optional.of(PostModelSwitchInput.read(common, fields));
            case "PermissionRequest" -> PermissionRequestInput.read(common, fields);
            case "PermissionDenied" -> PermissionDeniedInput.read(common, fields);
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
}
