package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;

/**
 * The output of a built-in tool of {@code claude} 2.1, by the name of the tool. Later versions may add types: a {@code switch}
 * over them needs a {@code default}.
 */
public sealed interface BuiltinOutput
        permits AgentOutput,
                BashOutput,
                EditOutput,
                GlobOutput,
                GrepOutput,
                ReadOutput,
                TodoWriteOutput,
                UnknownOutput,
                WebFetchOutput,
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
            return UnknownOutput.of(json);
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
            default -> UnknownOutput.of(json);
        };
    }

    /** {@return everything, as the agent wrote it} */
    RawJson raw();
}
