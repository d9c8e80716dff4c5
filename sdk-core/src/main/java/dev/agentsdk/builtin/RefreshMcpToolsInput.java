package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** Input of the tool {@code RefreshMcpTools}. */
public final class RefreshMcpToolsInput extends JsonBacked implements BuiltinInput {

    private final ShallowObject in;

    private RefreshMcpToolsInput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static RefreshMcpToolsInput of(RawJson raw) {
        return new RefreshMcpToolsInput(raw);
    }

    /** {@return the server whose tools are read again; absent for all} */
    public Optional<String> server() {
        return in.string("server");
    }
}
