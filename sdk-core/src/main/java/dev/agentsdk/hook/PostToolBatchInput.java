package dev.agentsdk.hook;

import dev.agentsdk.internal.Fields;
import dev.agentsdk.message.RawJson;
import java.util.List;

/**
 * Several tools that were called at once have run. Newer agents only.
 *
 * @param common what every hook is told
 * @param toolCalls the calls
 */
public record PostToolBatchInput(HookCommon common, List<RawJson> toolCalls) implements HookInput {

    public PostToolBatchInput {
        toolCalls = List.copyOf(toolCalls);
    }

    static HookInput read(HookCommon common, Fields fields) {
        return new PostToolBatchInput(common, fields.objects("tool_calls", Fields::raw));
    }
}
