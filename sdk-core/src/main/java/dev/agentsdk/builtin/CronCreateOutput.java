package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Output of the tool {@code CronCreate}. */
public final class CronCreateOutput extends JsonBacked implements BuiltinOutput {

    private final ShallowObject in;

    private CronCreateOutput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static CronCreateOutput of(RawJson raw) {
        return new CronCreateOutput(raw);
    }

    /** {@return the job} */
    public String id() {
        return in.text("id");
    }

    /** {@return when it runs, in words} */
    public String humanSchedule() {
        return in.text("humanSchedule");
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

    /** {@return after which time it is no longer repeated; zero for never} */
    public Optional<Duration> maxAge() {
        return in.millis("maxAgeMs");
    }

    /** {@return other jobs of the session that run once and have not run yet} */
    public List<CronJob> otherOneShots() {
        return in.objects("otherOneShots", CronJob::of);
    }
}
