package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.message.JsonBacked;

/** Output of a tool that has no class here, or in another form. {@link #raw()} may be any JSON. */
public final class UnknownOutput extends JsonBacked implements BuiltinOutput {

    private UnknownOutput(RawJson raw) {
        super(raw);
    }

    /**
     * Makes one of JSON.
     *
     * @param raw any JSON
     * @return the object
     */
    public static UnknownOutput of(RawJson raw) {
        return new UnknownOutput(raw);
    }
}
