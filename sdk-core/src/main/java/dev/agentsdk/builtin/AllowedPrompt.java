package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;

/** An action that a plan wants to do without being asked. */
public final class AllowedPrompt extends JsonBacked {

    private final ShallowObject in;

    private AllowedPrompt(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static AllowedPrompt of(RawJson raw) {
        return new AllowedPrompt(raw);
    }

    /** {@return the tool} */
    public String tool() {
        return in.text("tool");
    }

    /** {@return the action in words, for example {@code run tests}} */
    public String prompt() {
        return in.text("prompt");
    }
}
