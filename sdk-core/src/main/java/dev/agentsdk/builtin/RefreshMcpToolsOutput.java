package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.List;

/** Output of the tool {@code RefreshMcpTools}. */
public final class RefreshMcpToolsOutput extends JsonBacked implements BuiltinOutput {

    private RefreshMcpToolsOutput(RawJson raw) {
        super(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON list
     * @return the object
     */
    public static RefreshMcpToolsOutput of(RawJson raw) {
        return new RefreshMcpToolsOutput(raw);
    }

    /** {@return the servers} */
    public List<RefreshedMcpServer> servers() {
        return ShallowObject.objectsOf(raw(), RefreshedMcpServer::of);
    }
}
