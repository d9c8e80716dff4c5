package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.time.Instant;
import java.util.Optional;

/** Output of the tool {@code PushNotification}. */
public final class PushNotificationOutput extends JsonBacked implements BuiltinOutput {

    private final ShallowObject in;

    private PushNotificationOutput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static PushNotificationOutput of(RawJson raw) {
        return new PushNotificationOutput(raw);
    }

    /** {@return what was done} */
    public String message() {
        return in.text("message");
    }

    /** {@return whether it was sent to the devices of the user} */
    public Optional<Boolean> isPushSent() {
        return in.bool("pushSent");
    }

    /** {@return whether it was shown on this machine} */
    public Optional<Boolean> isLocalSent() {
        return in.bool("localSent");
    }

    /** {@return why not: {@code config_off}, {@code user_present}, {@code no_transport} or newer} */
    public Optional<String> disabledReason() {
        return in.string("disabledReason");
    }

    /** {@return when} */
    public Optional<Instant> sentAt() {
        return in.instant("sentAt");
    }
}
