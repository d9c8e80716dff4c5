package dev.agentsdk.control;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;

/** The end of what a task in the background has written. */
public final class TaskOutput extends JsonBacked {

    private final ShallowObject in;

    private TaskOutput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static TaskOutput of(RawJson raw) {
        return new TaskOutput(raw);
    }

    /** {@return the text, at most its last 8 KiB} */
    public String output() {
        return in.text("output");
    }

    /** {@return how much it has written in all, in bytes} */
    public long totalBytes() {
        return in.number("total_bytes").orElse(0);
    }

    /** {@return whether there is more than {@link #output()}} */
    public boolean isTruncated() {
        return in.flag("truncated");
    }
}
