package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.time.Duration;
import java.util.Optional;

/** Output of the tool {@code Monitor}. */
public final class MonitorOutput extends JsonBacked implements BuiltinOutput {

    private final ShallowObject in;

    private MonitorOutput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static MonitorOutput of(RawJson raw) {
        return new MonitorOutput(raw);
    }

    /** {@return the task that watches} */
    public String taskId() {
        return in.text("taskId");
    }

    /** {@return after which time it ends; zero for never} */
    public Optional<Duration> timeout() {
        return in.millis("timeoutMs");
    }

    /** {@return whether it goes on until it is stopped or the session ends} */
    public boolean isPersistent() {
        return in.flag("persistent");
    }

    /** {@return whether it runs in the sandbox only because it was permitted for that} */
    public boolean isKeptInSandbox() {
        return in.flag("keptInSandboxByCheck");
    }
}
