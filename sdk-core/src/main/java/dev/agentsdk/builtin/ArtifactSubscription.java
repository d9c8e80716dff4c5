package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A watch over an artifact. */
public final class ArtifactSubscription extends JsonBacked {

    private final ShallowObject in;

    private ArtifactSubscription(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ArtifactSubscription of(RawJson raw) {
        return new ArtifactSubscription(raw);
    }

    /** {@return the artifact} */
    public String url() {
        return in.text("url");
    }

    /** {@return the task that watches} */
    public Optional<String> taskId() {
        return in.string("task_id");
    }

    /** {@return since when} */
    public Optional<Instant> since() {
        return in.instant("since");
    }

    /** {@return whether the model has asked for it} */
    public boolean isExplicit() {
        return in.flag("explicit");
    }

    /** {@return whether there is a connection} */
    public boolean isConnected() {
        return in.flag("connected");
    }

    /** {@return whether a connection is being made} */
    public boolean isConnecting() {
        return in.flag("connecting");
    }

    /** {@return until when} */
    public Optional<Instant> tokenExpiresAt() {
        return in.instant("token_expires_at");
    }

    /** {@return what has begun it} */
    public Optional<String> armedVia() {
        return in.string("armed_via");
    }

    /** {@return in which way: {@code durable_wake}, {@code live_stopped} or newer} */
    public Optional<String> rail() {
        return in.string("rail");
    }

    /** {@return the trigger that wakes the session} */
    public Optional<String> triggerId() {
        return in.string("trigger_id");
    }

    /** {@return what wakes the session} */
    public List<String> events() {
        return in.strings("events");
    }

    /** {@return whether an earlier session has begun it} */
    public boolean isRestored() {
        return in.flag("restored");
    }

    /** {@return why it has stopped} */
    public Optional<String> stopKind() {
        return in.string("stop_kind");
    }
}
