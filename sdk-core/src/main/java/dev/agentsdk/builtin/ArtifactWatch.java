package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The beginning of a watch over an artifact. */
public final class ArtifactWatch extends JsonBacked {

    private final ShallowObject in;

    private ArtifactWatch(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ArtifactWatch of(RawJson raw) {
        return new ArtifactWatch(raw);
    }

    /** {@return the artifact} */
    public String url() {
        return in.text("url");
    }

    /** {@return whether it is watched} */
    public boolean isWatching() {
        return in.flag("watching");
    }

    /** {@return what was done} */
    public String outcome() {
        return in.text("outcome");
    }

    /** {@return why it is not watched} */
    public Optional<String> reason() {
        return in.string("reason");
    }

    /** {@return why the watch ends with the session} */
    public Optional<String> durableSkipReason() {
        return in.string("durable_skip_reason");
    }

    /** {@return the task that watches} */
    public Optional<String> taskId() {
        return in.string("task_id");
    }

    /** {@return since when} */
    public Optional<Instant> since() {
        return in.instant("since");
    }

    /** {@return until when} */
    public Optional<Instant> tokenExpiresAt() {
        return in.instant("token_expires_at");
    }

    /** {@return in which way} */
    public Optional<String> rail() {
        return in.string("rail");
    }

    /** {@return the trigger that wakes the session} */
    public Optional<String> triggerId() {
        return in.string("trigger_id");
    }

    /** {@return since when that trigger is there} */
    public Optional<Instant> durableSince() {
        return in.instant("durable_since");
    }

    /** {@return the HTTP status of a refusal} */
    public OptionalInt status() {
        return in.integer("status");
    }

    /** {@return what else is known} */
    public Optional<String> detail() {
        return in.string("detail");
    }

    /** {@return a note for the model} */
    public Optional<String> note() {
        return in.string("note");
    }

    /** {@return what wakes the session} */
    public List<String> events() {
        return in.strings("events");
    }
}
