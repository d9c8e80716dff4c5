package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;

/** Output of the tool {@code propose_skills}. */
public final class ProposeSkillsOutput extends JsonBacked implements BuiltinOutput {

    private final ShallowObject in;

    private ProposeSkillsOutput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ProposeSkillsOutput of(RawJson raw) {
        return new ProposeSkillsOutput(raw);
    }

    /** {@return how many were shown to the user} */
    public int proposalCount() {
        return in.integer("proposalCount").orElse(0);
    }
}
