package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** Input of the tool {@code CronCreate}. */
public final class CronCreateInput extends JsonBacked implements BuiltinInput {

    private final ShallowObject in;

    private CronCreateInput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static CronCreateInput of(RawJson raw) {
        return new CronCreateInput(raw);
    }

    /** {@return when: five fields in local time} */
    public String cron() {
        return in.text("cron");
    }

    /** {@return what is asked then} */
    public String prompt() {
        return in.text("prompt");
    }

    /** {@return whether it is repeated; absent for yes} */
    public Optional<Boolean> recurring() {
        return in.bool("recurring");
    }

    /** {@return whether it stays when the session ends} */
    public boolean durable() {
        return in.flag("durable");
    }
}
