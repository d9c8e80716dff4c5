package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import java.util.Optional;

/** A tool that the model gets or loses in the middle of a conversation. */
public final class ToolChangeBlock extends JsonBacked implements ContentBlock {

    private final ShallowObject in;

    private ToolChangeBlock(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ToolChangeBlock of(RawJson raw) {
        return new ToolChangeBlock(raw);
    }

    /** {@return {@code tool_addition} or {@code tool_removal}} */
    @Override
    public String type() {
        return in.text("type");
    }

    /** {@return the tool or a reference to it, a JSON object} */
    public Optional<RawJson> tool() {
        return in.raw("tool");
    }
}
