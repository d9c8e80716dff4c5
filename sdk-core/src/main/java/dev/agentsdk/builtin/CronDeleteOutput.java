package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;

/** Output of the tool {@code CronDelete}. */
public final class CronDeleteOutput extends JsonBacked implements BuiltinOutput {

    private final ShallowObject in;

    private CronDeleteOutput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static CronDeleteOutput of(RawJson raw) {
        return new CronDeleteOutput(raw);
    }

    /** {@return the job} */
    public String id() {
        return in.text("id");
    }

    /** {@return whether a loop has ended with it} */
    public boolean hasEndedLoop() {
        return in.flag("endedLoopWakeup");
    }
}
