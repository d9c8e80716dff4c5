package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;

/**
 * The input of a built-in tool of {@code claude} 2.1, by the name of the tool. Later versions may add types: a {@code switch}
 * over them needs a {@code default}.
 */
public sealed interface BuiltinInput
        permits AgentInput,
                ArtifactInput,
                AskUserQuestionInput,
                BashInput,
                ClaudeDesignInput,
                CronCreateInput,
                CronDeleteInput,
                EditInput,
                EnterWorktreeInput,
                ExitPlanModeInput,
                ExitWorktreeInput,
                GlobInput,
                GrepInput,
                ListMcpResourcesInput,
                MonitorInput,
                NotebookEditInput,
                OfferChromeSetupInput,
                ProjectsInput,
                ProposeSkillsInput,
                PushNotificationInput,
                ReadInput,
                ReadMcpResourceDirInput,
                ReadMcpResourceInput,
                RefreshMcpToolsInput,
                RemoteTriggerInput,
                ReportFindingsInput,
                ScheduleWakeupInput,
                SendFeedbackInput,
                SetGoalInput,
                TaskCreateInput,
                TaskGetInput,
                TaskStopInput,
                TaskUpdateInput,
                TodoWriteInput,
                UnknownInput,
                WebFetchInput,
                WebSearchInput,
                WorkflowInput,
                WriteInput {

    /**
     * Reads the input of a tool.
     *
     * @param toolName the name of the tool, or its former name
     * @param json the {@code input} of a {@code ToolUseBlock}, or {@code tool_input} of a hook
     * @return the input; {@link UnknownInput} if the tool has no class here
     */
    static BuiltinInput of(String toolName, RawJson json) {
        return switch (ToolNames.current(toolName)) {
            case "Bash" -> BashInput.of(json);
            case "Edit" -> EditInput.of(json);
            case "Read" -> ReadInput.of(json);
            case "Write" -> WriteInput.of(json);
            case "Glob" -> GlobInput.of(json);
            case "Grep" -> GrepInput.of(json);
            case "Agent" -> AgentInput.of(json);
            case "TodoWrite" -> TodoWriteInput.of(json);
            case "WebFetch" -> WebFetchInput.of(json);
            case "WebSearch" -> WebSearchInput.of(json);
            case "NotebookEdit" -> NotebookEditInput.of(json);
            case "TaskStop" -> TaskStopInput.of(json);
            case "ExitPlanMode" -> ExitPlanModeInput.of(json);
            case "ListMcpResourcesTool" -> ListMcpResourcesInput.of(json);
            case "RefreshMcpTools" -> RefreshMcpToolsInput.of(json);
            case "ReadMcpResourceDirTool" -> ReadMcpResourceDirInput.of(json);
            case "ReadMcpResourceTool" -> ReadMcpResourceInput.of(json);
            case "ReportFindings" -> ReportFindingsInput.of(json);
            case "AskUserQuestion" -> AskUserQuestionInput.of(json);
            case "SendFeedback" -> SendFeedbackInput.of(json);
            case "ClaudeDesign" -> ClaudeDesignInput.of(json);
            case "Projects" -> ProjectsInput.of(json);
            case "TaskCreate" -> TaskCreateInput.of(json);
            case "TaskGet" -> TaskGetInput.of(json);
            case "TaskUpdate" -> TaskUpdateInput.of(json);
            case "Workflow" -> WorkflowInput.of(json);
            case "CronCreate" -> CronCreateInput.of(json);
            case "CronDelete" -> CronDeleteInput.of(json);
            case "ScheduleWakeup" -> ScheduleWakeupInput.of(json);
            case "RemoteTrigger" -> RemoteTriggerInput.of(json);
            case "OfferChromeSetup" -> OfferChromeSetupInput.of(json);
            case "Monitor" -> MonitorInput.of(json);
            case "propose_skills" -> ProposeSkillsInput.of(json);
            case "SetGoal" -> SetGoalInput.of(json);
            case "Artifact" -> ArtifactInput.of(json);
            case "PushNotification" -> PushNotificationInput.of(json);
            case "EnterWorktree" -> EnterWorktreeInput.of(json);
            case "ExitWorktree" -> ExitWorktreeInput.of(json);
            default -> UnknownInput.of(json);
        };
    }

    /** {@return everything, as the agent wrote it} */
    RawJson raw();
}
