package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** Input of the tool {@code SetGoal}. */
public final class SetGoalInput extends JsonBacked implements BuiltinInput {

    private final ShallowObject in;

    private SetGoalInput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static SetGoalInput of(RawJson raw) {
        return new SetGoalInput(raw);
    }

    /** {@return when the goal is reached} */
    public String condition() {
        return in.text("condition");
    }

    /** {@return whether the user is asked first; absent for yes} */
    public Optional<Boolean> askUser() {
        return in.bool("ask_user");
    }
}
