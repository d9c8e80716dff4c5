package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When the parts of a turn happened, as the CLI has measured it. All are absent if the CLI has not measured them. */
public final class StreamTimings extends JsonBacked {

    private final ShallowObject in;

    private StreamTimings(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static StreamTimings of(RawJson raw) {
        return new StreamTimings(raw);
    }

    /** {@return the time from the user message to the first token of the stream} */
    public Optional<Duration> timeToFirstStreamedToken() {
        return in.millis("ttft_stream_ms");
    }

    /** {@return the time from the user message to the request to the API} */
    public Optional<Duration> timeToRequest() {
        return in.millis("time_to_request_ms");
    }

    /** {@return the time from the start of the process to that request} */
    public Optional<Duration> timeToRequestFromSpawn() {
        return in.millis("time_to_request_from_spawn_ms");
    }

    /** {@return when the request was sent} */
    public Optional<Instant> requestSentAt() {
        return in.instant("request_sent_wall_ms");
    }

    /** {@return the time to the first frame with content} */
    public Optional<Duration> timeToFirstContentFrame() {
        return in.millis("first_content_frame_ms");
    }

    /** {@return the time until the first piece was sent on} */
    public Optional<Duration> timeToFirstStreamPost() {
        return in.millis("first_stream_post_ms");
    }

    /** {@return the time until that was acknowledged} */
    public Optional<Duration> timeToFirstStreamPostAck() {
        return in.millis("first_stream_post_ack_ms");
    }

    /** {@return how long that waited} */
    public Optional<Duration> firstStreamPostQueueWait() {
        return in.millis("first_stream_post_queue_wait_ms");
    }

    /** {@return what it waited for} */
    public Optional<String> firstStreamPostQueuedBehind() {
        return in.string("first_stream_post_queued_behind");
    }

    /** {@return when it was sent} */
    public Optional<Instant> firstStreamPostAt() {
        return in.instant("first_stream_post_wall_ms");
    }

    /** {@return the time until the first text was sent on} */
    public Optional<Duration> timeToFirstTextPost() {
        return in.millis("first_text_post_ms");
    }

    /** {@return how long that waited} */
    public Optional<Duration> firstTextPostQueueWait() {
        return in.millis("first_text_post_queue_wait_ms");
    }

    /** {@return what it waited for} */
    public Optional<String> firstTextPostQueuedBehind() {
        return in.string("first_text_post_queued_behind");
    }

    /** {@return when it was sent} */
    public Optional<Instant> firstTextPostAt() {
        return in.instant("first_text_post_wall_ms");
    }

    /** {@return whether a process that was started in advance was used} */
    public Optional<Boolean> warmSpareClaimed() {
        return in.bool("warm_spare_claimed");
    }

    /** {@return the time from which these are counted} */
    public Optional<Instant> timeOrigin() {
        return in.instant("time_origin_ms");
    }
}
