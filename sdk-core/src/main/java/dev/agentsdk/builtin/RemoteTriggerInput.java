package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** Input of the tool {@code RemoteTrigger}. */
public final class RemoteTriggerInput extends JsonBacked implements BuiltinInput {

    private final ShallowObject in;

    private RemoteTriggerInput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static RemoteTriggerInput of(RawJson raw) {
        return new RemoteTriggerInput(raw);
    }

    /** {@return the operation, for example {@code create}} */
    public String action() {
        return in.text("action");
    }

    /** {@return the trigger} */
    public Optional<String> triggerId() {
        return in.string("trigger_id");
    }

    /** {@return the session of a run, for its log} */
    public Optional<String> sessionId() {
        return in.string("session_id");
    }

    /** {@return where a listing is continued} */
    public Optional<String> cursor() {
        return in.string("cursor");
    }

    /** {@return what is created or changed, a JSON object} */
    public Optional<RawJson> body() {
        return in.raw("body");
    }
}
