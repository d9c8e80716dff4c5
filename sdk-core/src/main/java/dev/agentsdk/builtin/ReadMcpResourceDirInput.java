package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;

/** Input of the tool {@code ReadMcpResourceDirTool}. */
public final class ReadMcpResourceDirInput extends JsonBacked implements BuiltinInput {

    private final ShallowObject in;

    private ReadMcpResourceDirInput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ReadMcpResourceDirInput of(RawJson raw) {
        return new ReadMcpResourceDirInput(raw);
    }

    /** {@return the server} */
    public String server() {
        return in.text("server");
    }

    /** {@return the address of the directory} */
    public String uri() {
        return in.text("uri");
    }
}
