package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.List;

/** Input of the tool {@code ExitPlanMode}. */
public final class ExitPlanModeInput extends JsonBacked implements BuiltinInput {

    private final ShallowObject in;

    private ExitPlanModeInput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ExitPlanModeInput of(RawJson raw) {
        return new ExitPlanModeInput(raw);
    }

    /** {@return what the plan wants to do without being asked; newer agents do not use it} */
    public List<AllowedPrompt> allowedPrompts() {
        return in.objects("allowedPrompts", AllowedPrompt::of);
    }
}
