package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** Input of the tool {@code PushNotification}. */
public final class PushNotificationInput extends JsonBacked implements BuiltinInput {

    private final ShallowObject in;

    private PushNotificationInput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static PushNotificationInput of(RawJson raw) {
        return new PushNotificationInput(raw);
    }

    /** {@return the text} */
    public String message() {
        return in.text("message");
    }

    /** {@return why it is sent, for example {@code proactive}} */
    public Optional<String> status() {
        return in.string("status");
    }
}
