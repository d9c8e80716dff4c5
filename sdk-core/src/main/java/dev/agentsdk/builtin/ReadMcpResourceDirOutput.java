package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.List;
import java.util.Optional;

/** Output of the tool {@code ReadMcpResourceDirTool}. */
public final class ReadMcpResourceDirOutput extends JsonBacked implements BuiltinOutput {

    private final ShallowObject in;

    private ReadMcpResourceDirOutput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ReadMcpResourceDirOutput of(RawJson raw) {
        return new ReadMcpResourceDirOutput(raw);
    }

    /** {@return what is in the directory; directories have the media type {@code inode/directory}} */
    public List<McpResourceInfo> resources() {
        return in.objects("resources", McpResourceInfo::of);
    }

    /** {@return why it could not be listed} */
    public Optional<String> error() {
        return in.string("error");
    }
}
