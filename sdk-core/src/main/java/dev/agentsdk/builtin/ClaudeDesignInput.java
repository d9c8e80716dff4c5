package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** Input of the tool {@code ClaudeDesign}. */
public final class ClaudeDesignInput extends JsonBacked implements BuiltinInput {

    private final ShallowObject in;

    private ClaudeDesignInput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ClaudeDesignInput of(RawJson raw) {
        return new ClaudeDesignInput(raw);
    }

    /** {@return the operation} */
    public String operation() {
        return in.text("operation");
    }

    /** {@return its arguments, a JSON object} */
    public Optional<RawJson> arguments() {
        return in.raw("arguments");
    }
}
