package dev.agentsdk.hook;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.List;

/** Several tools that were called at once have run. Newer agents only. */
public final class PostToolBatchInput extends JsonBacked implements HookInput {

    private final HookCommon common;
    private final ShallowObject in;

    PostToolBatchInput(HookCommon common) {
        super(common.raw());
        this.common = common;
        this.in = ShallowObject.of(common.raw());
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the input
     */
    public static PostToolBatchInput of(RawJson raw) {
        return new PostToolBatchInput(HookCommon.of(raw));
    }

    @Override
    public HookCommon common() {
        return common;
    }

    /** {@return the calls, in their order} */
    public List<ToolCall> toolCalls() {
        return in.objects("tool_calls", ToolCall::of);
    }
}
