package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.List;

/** Output of the tool {@code ClaudeDesign}. */
public final class ClaudeDesignOutput extends JsonBacked implements BuiltinOutput {

    private final ShallowObject in;

    private ClaudeDesignOutput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ClaudeDesignOutput of(RawJson raw) {
        return new ClaudeDesignOutput(raw);
    }

    /** {@return the operation} */
    public String operation() {
        return in.text("operation");
    }

    /** {@return its answer in blocks, each a JSON object} */
    public List<RawJson> content() {
        return in.raws("content");
    }

    /** {@return whether it failed} */
    public boolean isError() {
        return in.flag("isError");
    }
}
