package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;

/** Input of the tool {@code ReadMcpResourceTool}. */
public final class ReadMcpResourceInput extends JsonBacked implements BuiltinInput {

    private final ShallowObject in;

    private ReadMcpResourceInput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ReadMcpResourceInput of(RawJson raw) {
        return new ReadMcpResourceInput(raw);
    }

    /** {@return the server} */
    public String server() {
        return in.text("server");
    }

    /** {@return the address of the resource} */
    public String uri() {
        return in.text("uri");
    }
}
