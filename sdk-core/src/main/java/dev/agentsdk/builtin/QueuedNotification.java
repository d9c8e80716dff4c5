package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.time.Instant;
import java.util.Optional;

/** A notification that has waited for the session. */
public final class QueuedNotification extends JsonBacked {

    private final ShallowObject in;

    private QueuedNotification(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static QueuedNotification of(RawJson raw) {
        return new QueuedNotification(raw);
    }

    /** {@return its id} */
    public String id() {
        return in.text("notification_id");
    }

    /** {@return where it comes from, for example {@code github_webhook}} */
    public String origin() {
        return in.text("origin");
    }

    /** {@return when it was sent} */
    public Optional<Instant> queuedAt() {
        return in.instant("queued_at");
    }

    /** {@return its text} */
    public String content() {
        return in.text("content");
    }

    /** {@return when it has reached the session} */
    public Optional<Instant> arrivedAt() {
        return in.instant("arrived_at");
    }
}
