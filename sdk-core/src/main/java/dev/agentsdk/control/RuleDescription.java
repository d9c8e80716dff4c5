package dev.agentsdk.control;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** A description of a permission rule for people, in three parts of which the middle is emphasised. */
public final class RuleDescription extends JsonBacked {

    private final ShallowObject in;

    private RuleDescription(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static RuleDescription of(RawJson raw) {
        return new RuleDescription(raw);
    }

    /** {@return the first part} */
    public Optional<String> prefix() {
        return in.string("prefix");
    }

    /** {@return the middle part} */
    public Optional<String> emphasis() {
        return in.string("emphasis");
    }

    /** {@return the last part} */
    public Optional<String> suffix() {
        return in.string("suffix");
    }
}
