package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** A connection by which an artifact is watched. */
public final class ArtifactArm extends JsonBacked {

    private final ShallowObject in;

    private ArtifactArm(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ArtifactArm of(RawJson raw) {
        return new ArtifactArm(raw);
    }

    /** {@return the artifact} */
    public String url() {
        return in.text("url");
    }

    /** {@return in which way} */
    public Optional<String> rail() {
        return in.string("rail");
    }

    /** {@return its state, for example {@code backing_off}} */
    public String state() {
        return in.text("state");
    }

    /** {@return whether it was there before} */
    public boolean isReconnect() {
        return in.flag("reconnect");
    }

    /** {@return how often it has failed} */
    public OptionalInt failures() {
        return in.integer("failures");
    }

    /** {@return how often it may fail} */
    public OptionalInt maxFailures() {
        return in.integer("max_failures");
    }

    /** {@return after which time it is tried again} */
    public Optional<Duration> nextIn() {
        return in.seconds("next_in_s");
    }

    /** {@return why it failed the last time} */
    public Optional<String> lastFailure() {
        return in.string("last_failure");
    }

    /** {@return why it has ended} */
    public Optional<String> reason() {
        return in.string("reason");
    }

    /** {@return what else is known} */
    public Optional<String> detail() {
        return in.string("detail");
    }

    /** {@return what the server has said} */
    public Optional<String> serverMessage() {
        return in.string("server_message");
    }

    /** {@return when it has ended} */
    public Optional<Instant> at() {
        return in.instant("at");
    }
}
