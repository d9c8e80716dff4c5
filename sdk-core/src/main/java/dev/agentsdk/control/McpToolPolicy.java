package dev.agentsdk.control;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** What an organisation allows of a tool of an MCP server. */
public final class McpToolPolicy extends JsonBacked {

    private final ShallowObject in;

    private McpToolPolicy(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static McpToolPolicy of(RawJson raw) {
        return new McpToolPolicy(raw);
    }

    /** {@return the tool} */
    public String name() {
        return in.text("name");
    }

    /** {@return {@code always_allow}, {@code ask} or {@code deny}} */
    public Optional<String> permissionPolicy() {
        return in.string("permission_policy");
    }

    /** {@return the most that users may allow} */
    public Optional<String> orgMaxPermission() {
        return in.string("org_max_permission");
    }
}
