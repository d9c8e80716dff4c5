package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.List;
import java.util.Optional;

/** Output of the tool {@code ReadMcpResourceTool}. */
public final class ReadMcpResourceOutput extends JsonBacked implements BuiltinOutput {

    private final ShallowObject in;

    private ReadMcpResourceOutput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ReadMcpResourceOutput of(RawJson raw) {
        return new ReadMcpResourceOutput(raw);
    }

    /** {@return its parts} */
    public List<McpResourceContent> contents() {
        return in.objects("contents", McpResourceContent::of);
    }

    /** {@return why it could not be read} */
    public Optional<String> error() {
        return in.string("error");
    }
}
