package dev.agentsdk.control;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;

/** What a tool has put into the context window. */
public final class ContextToolUse extends JsonBacked {

    private final ShallowObject in;

    private ContextToolUse(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ContextToolUse of(RawJson raw) {
        return new ContextToolUse(raw);
    }

    /** {@return the tool} */
    public String name() {
        return in.text("name");
    }

    /** {@return its calls, in tokens} */
    public long callTokens() {
        return in.number("callTokens").orElse(0);
    }

    /** {@return its results, in tokens} */
    public long resultTokens() {
        return in.number("resultTokens").orElse(0);
    }
}
