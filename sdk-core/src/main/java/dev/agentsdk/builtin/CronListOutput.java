package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.List;

/** Output of the tool {@code CronList}. */
public final class CronListOutput extends JsonBacked implements BuiltinOutput {

    private final ShallowObject in;

    private CronListOutput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static CronListOutput of(RawJson raw) {
        return new CronListOutput(raw);
    }

    /** {@return the jobs} */
    public List<CronJob> jobs() {
        return in.objects("jobs", CronJob::of);
    }
}
