package dev.agentsdk.hook;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** A call of a {@link PostToolBatchInput}. */
public final class ToolCall extends JsonBacked {

    private final ShallowObject in;

    private ToolCall(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ToolCall of(RawJson raw) {
        return new ToolCall(raw);
    }

    /** {@return the tool} */
    public String toolName() {
        return in.text("tool_name");
    }

    /** {@return its input, in the form of the tool} */
    public Optional<RawJson> toolInput() {
        return in.raw("tool_input");
    }

    /** {@return the id of the tool call} */
    public Optional<String> toolUseId() {
        return in.string("tool_use_id");
    }

    /** {@return what came of it, in the form of the tool; absent if it failed} */
    public Optional<RawJson> toolResponse() {
        return in.raw("tool_response");
    }
}
