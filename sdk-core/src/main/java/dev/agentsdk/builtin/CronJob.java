package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.time.Instant;
import java.util.Optional;

/** A prompt that is asked at a later time. */
public final class CronJob extends JsonBacked {

    private final ShallowObject in;

    private CronJob(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static CronJob of(RawJson raw) {
        return new CronJob(raw);
    }

    /** {@return its id} */
    public String id() {
        return in.text("id");
    }

    /** {@return when it runs: five fields in local time} */
    public Optional<String> cron() {
        return in.string("cron");
    }

    /** {@return the same in words} */
    public String humanSchedule() {
        return in.text("humanSchedule");
    }

    /** {@return what is asked} */
    public String prompt() {
        return in.text("prompt");
    }

    /** {@return whether it is repeated} */
    public boolean isRecurring() {
        return in.flag("recurring");
    }

    /** {@return whether it stays when the session ends} */
    public boolean isDurable() {
        return in.flag("durable");
    }

    /** {@return when it runs next} */
    public Optional<Instant> nextFireAt() {
        return in.instant("nextFireAt");
    }
}
