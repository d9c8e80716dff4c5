package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Output of the tool {@code ReadNotifications}. */
public final class ReadNotificationsOutput extends JsonBacked implements BuiltinOutput {

    private final ShallowObject in;

    private ReadNotificationsOutput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ReadNotificationsOutput of(RawJson raw) {
        return new ReadNotificationsOutput(raw);
    }

    /** {@return the notifications} */
    public List<QueuedNotification> notifications() {
        return in.objects("notifications", QueuedNotification::of);
    }

    /** {@return how many are left} */
    public int remaining() {
        return in.integer("remaining").orElse(0);
    }

    /** {@return when they were read} */
    public Optional<Instant> readAt() {
        return in.instant("read_at");
    }
}
