package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;

/** Output of the tool {@code SetGoal}. */
public final class SetGoalOutput extends JsonBacked implements BuiltinOutput {

    private final ShallowObject in;

    private SetGoalOutput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static SetGoalOutput of(RawJson raw) {
        return new SetGoalOutput(raw);
    }

    /** {@return when the goal is reached} */
    public String condition() {
        return in.text("condition");
    }

    /** {@return whether the user was asked} */
    public boolean askUser() {
        return in.flag("askUser");
    }
}
