package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import java.util.Objects;
import java.util.Optional;

/**
 * The worker behind the session ends (subtype {@code worker_shutting_down}).
 *
 * @param reason why
 * @param sessionId the session
 * @param uuid the id of this message
 * @param raw the whole message
 */
public record WorkerShuttingDownMessage(String reason, Optional<String> sessionId, Optional<String> uuid, RawJson raw)
        implements SystemMessage {

    public WorkerShuttingDownMessage {
        Objects.requireNonNull(reason, "reason");
    }

    @Override
    public String subtype() {
        return "worker_shutting_down";
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
