package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;

/** Output of the tool {@code EnterPlanMode}. */
public final class EnterPlanModeOutput extends JsonBacked implements BuiltinOutput {

    private final ShallowObject in;

    private EnterPlanModeOutput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static EnterPlanModeOutput of(RawJson raw) {
        return new EnterPlanModeOutput(raw);
    }

    /** {@return what was done} */
    public String message() {
        return in.text("message");
    }
}
