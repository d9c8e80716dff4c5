package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** Output of the tool {@code ShowOnboardingRolePicker}. */
public final class ShowOnboardingRolePickerOutput extends JsonBacked implements BuiltinOutput {

    private final ShallowObject in;

    private ShowOnboardingRolePickerOutput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ShowOnboardingRolePickerOutput of(RawJson raw) {
        return new ShowOnboardingRolePickerOutput(raw);
    }

    /** {@return the role that the user has chosen} */
    public Optional<String> role() {
        return in.string("role");
    }

    /** {@return whether the user has chosen none} */
    public boolean isDismissed() {
        return in.flag("dismissed");
    }
}
