package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.List;

/** Input of the tool {@code propose_skills}. */
public final class ProposeSkillsInput extends JsonBacked implements BuiltinInput {

    private final ShallowObject in;

    private ProposeSkillsInput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ProposeSkillsInput of(RawJson raw) {
        return new ProposeSkillsInput(raw);
    }

    /** {@return the skills} */
    public List<SkillProposal> proposals() {
        return in.objects("proposals", SkillProposal::of);
    }
}
