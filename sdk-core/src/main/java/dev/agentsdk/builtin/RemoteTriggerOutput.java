package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** Output of the tool {@code RemoteTrigger}. */
public final class RemoteTriggerOutput extends JsonBacked implements BuiltinOutput {

    private final ShallowObject in;

    private RemoteTriggerOutput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static RemoteTriggerOutput of(RawJson raw) {
        return new RemoteTriggerOutput(raw);
    }

    /** {@return the HTTP status} */
    public int status() {
        return in.integer("status").orElse(0);
    }

    /** {@return the answer, JSON in a text} */
    public String json() {
        return in.text("json");
    }

    /** {@return the answer in words} */
    public Optional<String> summary() {
        return in.string("summary");
    }
}
