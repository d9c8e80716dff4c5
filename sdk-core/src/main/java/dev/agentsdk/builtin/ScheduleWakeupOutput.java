package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** Output of the tool {@code ScheduleWakeup}. */
public final class ScheduleWakeupOutput extends JsonBacked implements BuiltinOutput {

    private final ShallowObject in;

    private ScheduleWakeupOutput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ScheduleWakeupOutput of(RawJson raw) {
        return new ScheduleWakeupOutput(raw);
    }

    /** {@return when the session goes on} */
    public Optional<Instant> scheduledFor() {
        return in.instant("scheduledFor");
    }

    /** {@return how long that is} */
    public Duration delay() {
        return in.seconds("clampedDelaySeconds").orElse(Duration.ZERO);
    }

    /** {@return whether that is not what the model has asked for, but the nearest that is allowed} */
    public boolean wasClamped() {
        return in.flag("wasClamped");
    }

    /** {@return whether the loop has ended instead} */
    public boolean isStopped() {
        return in.flag("stopped");
    }

    /** {@return how many times were cancelled with it} */
    public OptionalInt cancelledWakeups() {
        return in.integer("cancelledWakeups");
    }
}
