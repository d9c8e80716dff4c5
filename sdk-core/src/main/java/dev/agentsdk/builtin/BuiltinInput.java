package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;

/**
 * The input of a built-in tool of {@code claude} 2.1, by the name of the tool. Later versions may add types: a {@code switch}
 * over them needs a {@code default}.
 */
public sealed interface BuiltinInput
        permits AgentInput,
                BashInput,
                EditInput,
                GlobInput,
                GrepInput,
                NotebookEditInput,
                ReadInput,
                TaskStopInput,
                TodoWriteInput,
                UnknownInput,
                WebFetchInput,
                WebSearchInput,
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
            default -> UnknownInput.of(json);
        };
    }

    /** {@return everything, as the agent wrote it} */
    RawJson raw();
}
