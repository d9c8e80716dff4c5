package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import java.time.Duration;
import java.util.Map;

/** Cost and work of a session so far. */
public final class SessionUsage extends JsonBacked {

    private final ShallowObject in;

    private SessionUsage(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static SessionUsage of(RawJson raw) {
        return new SessionUsage(raw);
    }

    /** {@return the cost in US dollars} */
    public double totalCostUsd() {
        return in.decimal("total_cost_usd").orElse(0);
    }

    /** {@return time spent in API calls} */
    public Duration apiDuration() {
        return in.millis("total_api_duration_ms").orElse(Duration.ZERO);
    }

    /** {@return wall-clock time} */
    public Duration duration() {
        return in.millis("total_duration_ms").orElse(Duration.ZERO);
    }

    /** {@return lines added to files} */
    public long linesAdded() {
        return in.number("total_lines_added").orElse(0);
    }

    /** {@return lines removed from files} */
    public long linesRemoved() {
        return in.number("total_lines_removed").orElse(0);
    }

    /** {@return what each model has used, by its name} */
    public Map<String, ModelUsage> modelUsage() {
        return in.map("model_usage", ModelUsage::of);
    }
}
