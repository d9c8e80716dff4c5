package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.List;

/** Output of the tool {@code ListMcpResourcesTool}. */
public final class ListMcpResourcesOutput extends JsonBacked implements BuiltinOutput {

    private ListMcpResourcesOutput(RawJson raw) {
        super(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON list
     * @return the object
     */
    public static ListMcpResourcesOutput of(RawJson raw) {
        return new ListMcpResourcesOutput(raw);
    }

    /** {@return the resources} */
    public List<McpResourceInfo> resources() {
        return ShallowObject.objectsOf(raw(), McpResourceInfo::of);
    }
}
