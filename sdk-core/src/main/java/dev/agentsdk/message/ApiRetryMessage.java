package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.json.internal.ShallowObject;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A call of the API failed and is tried again (subtype {@code api_retry}). Without this a turn may seem to hang: retries go
 * on for minutes.
 *
 * @param attempt which try it was
 * @param maxRetries how many there are
 * @param delay how long the agent waits before the next
 * @param errorStatus the HTTP status; empty for a broken connection
 * @param error the kind of failure, as in {@link AssistantMessage#error()}
 * @param sessionId the session
 * @param uuid the id of this message
 * @param raw the whole message
 */
public record ApiRetryMessage(
        int attempt,
        int maxRetries,
        Duration delay,
        OptionalInt errorStatus,
        Optional<String> error,
        Optional<String> sessionId,
        Optional<String> uuid,
        RawJson raw)
        implements SystemMessage {

    public ApiRetryMessage {
        Objects.requireNonNull(delay, "delay");
    }

    @Override
    public String subtype() {
        return "api_retry";
    }

    /** {@return how long the API has not answered, if that is the reason; sent by newer CLIs only} */
    public Optional<Duration> waitedWithoutResponse() {
        return ShallowObject.of(raw).object("no_response").millis("waited_ms");
    }

    /** {@return how long the next attempt waits for an answer; sent by newer CLIs only} */
    public Optional<Duration> waitAfterNoResponse() {
        return ShallowObject.of(raw).object("no_response").millis("retry_wait_ms");
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
