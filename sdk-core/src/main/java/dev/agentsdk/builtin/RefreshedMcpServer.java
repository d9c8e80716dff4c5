package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** An MCP server whose tools were read again. */
public final class RefreshedMcpServer extends JsonBacked {

    private final ShallowObject in;

    private RefreshedMcpServer(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static RefreshedMcpServer of(RawJson raw) {
        return new RefreshedMcpServer(raw);
    }

    /** {@return the server} */
    public String server() {
        return in.text("server");
    }

    /** {@return {@code refreshed}, {@code error}, {@code not_connected} or newer} */
    public String status() {
        return in.text("status");
    }

    /** {@return how many tools it has} */
    public OptionalInt toolCount() {
        return in.integer("toolCount");
    }

    /** {@return the tools that are new} */
    public List<String> added() {
        return in.strings("added");
    }

    /** {@return the tools that are gone} */
    public List<String> removed() {
        return in.strings("removed");
    }

    /** {@return why they could not be read} */
    public Optional<String> error() {
        return in.string("error");
    }
}
