package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** Input of the tool {@code ListMcpResourcesTool}. */
public final class ListMcpResourcesInput extends JsonBacked implements BuiltinInput {

    private final ShallowObject in;

    private ListMcpResourcesInput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ListMcpResourcesInput of(RawJson raw) {
        return new ListMcpResourcesInput(raw);
    }

    /** {@return the server whose resources are listed; absent for all} */
    public Optional<String> server() {
        return in.string("server");
    }
}
