package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A control request is under way (subtype {@code control_request_progress}).
 *
 * @param requestId the request
 * @param status {@code started}, {@code api_retry} or newer
 * @param attempt which try it was
 * @param maxRetries how many there are
 * @param delay how long the agent waits before the next
 * @param errorStatus the HTTP status
 * @param sessionId the session
 * @param uuid the id of this message
 * @param raw the whole message
 */
public record ControlRequestProgressMessage(
        String requestId,
        String status,
        OptionalInt attempt,
        OptionalInt maxRetries,
        Optional<Duration> delay,
        OptionalInt errorStatus,
        Optional<String> sessionId,
        Optional<String> uuid,
        RawJson raw)
        implements SystemMessage {

    public ControlRequestProgressMessage {
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(status, "status");
    }

    @Override
    public String subtype() {
        return "control_request_progress";
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
