package dev.agentsdk.control;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** A subagent that the agent can start. */
public final class SubagentInfo extends JsonBacked {

    private final ShallowObject in;

    private SubagentInfo(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static SubagentInfo of(RawJson raw) {
        return new SubagentInfo(raw);
    }

    /** {@return its name} */
    public String name() {
        return in.text("name");
    }

    /** {@return when it is used} */
    public String description() {
        return in.text("description");
    }

    /** {@return its model, if it has one of its own} */
    public Optional<String> model() {
        return in.string("model");
    }
}
