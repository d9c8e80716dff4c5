package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.time.Duration;
import java.util.Optional;

/** Input of the tool {@code ScheduleWakeup}. */
public final class ScheduleWakeupInput extends JsonBacked implements BuiltinInput {

    private final ShallowObject in;

    private ScheduleWakeupInput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ScheduleWakeupInput of(RawJson raw) {
        return new ScheduleWakeupInput(raw);
    }

    /** {@return how long to wait} */
    public Optional<Duration> delay() {
        return in.seconds("delaySeconds");
    }

    /** {@return why so long} */
    public Optional<String> reason() {
        return in.string("reason");
    }

    /** {@return what is asked then} */
    public Optional<String> prompt() {
        return in.string("prompt");
    }

    /** {@return whether the loop ends instead} */
    public boolean stop() {
        return in.flag("stop");
    }

    /** {@return whether nothing has changed since the last time} */
    public Optional<Boolean> noop() {
        return in.bool("noop");
    }
}
