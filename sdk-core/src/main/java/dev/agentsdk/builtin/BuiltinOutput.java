package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;

/**
 * The output of a built-in tool of {@code claude} 2.1, by the name of the tool. Later versions may add types: a {@code switch}
 * over them needs a {@code default}.
 */
public sealed interface BuiltinOutput
        permits AgentOutput,
                ArtifactOutput,
                AskUserQuestionOutput,
                BashOutput,
                ClaudeDesignOutput,
                CronCreateOutput,
                CronDeleteOutput,
                CronListOutput,
                EditOutput,
                EnterPlanModeOutput,
                EnterWorktreeOutput,
                ExitPlanModeOutput,
                ExitWorktreeOutput,
                GlobOutput,
                GrepOutput,
                ListMcpResourcesOutput,
                MonitorOutput,
                NotebookEditOutput,
                OfferChromeSetupOutput,
                ProjectsOutput,
                ProposeSkillsOutput,
                PushNotificationOutput,
                ReadMcpResourceDirOutput,
                ReadMcpResourceOutput,
                ReadNotificationsOutput,
                ReadOutput,
                RefreshMcpToolsOutput,
                RemoteTriggerOutput,
                ReportFindingsOutput,
                ScheduleWakeupOutput,
                SendFeedbackOutput,
                SetGoalOutput,
                ShowOnboardingRolePickerOutput,
                TaskCreateOutput,
                TaskGetOutput,
                TaskListOutput,
                TaskStopOutput,
                TaskUpdateOutput,
                TodoWriteOutput,
                UnknownOutput,
                WebFetchOutput,
                WebSearchOutput,
                WorkflowOutput,
                WriteOutput {

    /**
     * Reads the output of a tool.
     *
     * @param toolName the name of the tool, or its former name
     * @param json the {@code tool_use_result} of a {@code UserMessage}, or {@code tool_response} of a hook
     * @return the output; {@link UnknownOutput} if the tool has no class here
     */
    static BuiltinOutput of(String toolName, RawJson json) {
        if (!ShallowObject.isObject(json)) {
            return list(toolName, json);
        }
        return switch (ToolNames.current(toolName)) {
            case "Bash" -> BashOutput.of(json);
            case "Edit" -> EditOutput.of(json);
            case "Read" -> ReadOutput.of(json);
            case "Write" -> WriteOutput.of(json);
            case "Glob" -> GlobOutput.of(json);
            case "Grep" -> GrepOutput.of(json);
            case "Agent" -> AgentOutput.of(json);
            case "TodoWrite" -> TodoWriteOutput.of(json);
            case "WebFetch" -> WebFetchOutput.of(json);
            case "ExitPlanMode" -> ExitPlanModeOutput.of(json);
            case "TaskStop" -> TaskStopOutput.of(json);
            case "NotebookEdit" -> NotebookEditOutput.of(json);
            case "ReadMcpResourceDirTool" -> ReadMcpResourceDirOutput.of(json);
            case "ReadMcpResourceTool" -> ReadMcpResourceOutput.of(json);
            case "ReportFindings" -> ReportFindingsOutput.of(json);
            case "WebSearch" -> WebSearchOutput.of(json);
            case "AskUserQuestion" -> AskUserQuestionOutput.of(json);
            case "SendFeedback" -> SendFeedbackOutput.of(json);
            case "EnterWorktree" -> EnterWorktreeOutput.of(json);
            case "ExitWorktree" -> ExitWorktreeOutput.of(json);
            case "TaskCreate" -> TaskCreateOutput.of(json);
            case "TaskGet" -> TaskGetOutput.of(json);
            case "TaskUpdate" -> TaskUpdateOutput.of(json);
            case "TaskList" -> TaskListOutput.of(json);
            case "RemoteTrigger" -> RemoteTriggerOutput.of(json);
            case "ShowOnboardingRolePicker" -> ShowOnboardingRolePickerOutput.of(json);
            case "OfferChromeSetup" -> OfferChromeSetupOutput.of(json);
            case "ReadNotifications" -> ReadNotificationsOutput.of(json);
            case "ScheduleWakeup" -> ScheduleWakeupOutput.of(json);
            case "Monitor" -> MonitorOutput.of(json);
            case "propose_skills" -> ProposeSkillsOutput.of(json);
            case "SetGoal" -> SetGoalOutput.of(json);
            case "EnterPlanMode" -> EnterPlanModeOutput.of(json);
            case "Workflow" -> WorkflowOutput.of(json);
            case "CronCreate" -> CronCreateOutput.of(json);
            case "CronDelete" -> CronDeleteOutput.of(json);
            case "CronList" -> CronListOutput.of(json);
            case "PushNotification" -> PushNotificationOutput.of(json);
            case "ClaudeDesign" -> ClaudeDesignOutput.of(json);
            case "Projects" -> ProjectsOutput.of(json);
            case "Artifact" -> ArtifactOutput.of(json);
            default -> UnknownOutput.of(json);
        };
    }

    /** The output of the tools that write a list. */
    private static BuiltinOutput list(String toolName, RawJson json) {
        if (!ShallowObject.isList(json)) {
            return UnknownOutput.of(json);
        }
        return switch (ToolNames.current(toolName)) {
            case "ListMcpResourcesTool" -> ListMcpResourcesOutput.of(json);
            case "RefreshMcpTools" -> RefreshMcpToolsOutput.of(json);
            default -> UnknownOutput.of(json);
        };
    }

    /** {@return everything, as the agent wrote it} */
    RawJson raw();
}
