package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import java.time.Duration;
import java.util.OptionalInt;

/** A request of a subagent to the API is tried again. */
public final class SubagentRetry extends JsonBacked {

    private final ShallowObject in;

    private SubagentRetry(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static SubagentRetry of(RawJson raw) {
        return new SubagentRetry(raw);
    }

    /** {@return the subagent} */
    public String agentId() {
        return in.text("agent_id");
    }

    /** {@return which attempt it is} */
    public int attempt() {
        return in.integer("attempt").orElse(0);
    }

    /** {@return how many there are} */
    public int maxRetries() {
        return in.integer("max_retries").orElse(0);
    }

    /** {@return the time until then} */
    public Duration delay() {
        return in.millis("retry_delay_ms").orElse(Duration.ZERO);
    }

    /** {@return the HTTP status} */
    public OptionalInt errorStatus() {
        return in.integer("error_status");
    }

    /** {@return the kind of error, for example {@code overloaded}} */
    public String errorCategory() {
        return in.text("error_category");
    }
}
