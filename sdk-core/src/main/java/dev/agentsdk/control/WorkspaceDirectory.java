package dev.agentsdk.control;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;

/** A directory that the agent may work in. */
public final class WorkspaceDirectory extends JsonBacked {

    private final ShallowObject in;

    private WorkspaceDirectory(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static WorkspaceDirectory of(RawJson raw) {
        return new WorkspaceDirectory(raw);
    }

    /** {@return the directory} */
    public String path() {
        return in.text("path");
    }

    /** {@return where it comes from} */
    public String source() {
        return in.text("source");
    }
}
