package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;

/** Input of the tool {@code CronDelete}. */
public final class CronDeleteInput extends JsonBacked implements BuiltinInput {

    private final ShallowObject in;

    private CronDeleteInput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static CronDeleteInput of(RawJson raw) {
        return new CronDeleteInput(raw);
    }

    /** {@return the job} */
    public String id() {
        return in.text("id");
    }
}
