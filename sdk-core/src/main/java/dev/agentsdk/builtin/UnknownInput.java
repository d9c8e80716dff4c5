package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.message.JsonBacked;

/** Input of a tool that has no class here: of an MCP server, of the application, or newer. */
public final class UnknownInput extends JsonBacked implements BuiltinInput {

    private UnknownInput(RawJson raw) {
        super(raw);
    }

    /**
     * Makes one of JSON.
     *
     * @param raw any JSON
     * @return the object
     */
    public static UnknownInput of(RawJson raw) {
        return new UnknownInput(raw);
    }
}
