package dev.agentsdk.hook;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;

/** A prompt that a session has scheduled. */
public final class SessionCronSummary extends JsonBacked {

    private final ShallowObject in;

    private SessionCronSummary(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static SessionCronSummary of(RawJson raw) {
        return new SessionCronSummary(raw);
    }

    /** {@return its id} */
    public String id() {
        return in.text("id");
    }

    /** {@return when it runs, in the form of cron} */
    public String schedule() {
        return in.text("schedule");
    }

    /** {@return whether it runs more than once} */
    public boolean isRecurring() {
        return in.flag("recurring");
    }

    /** {@return the prompt} */
    public String prompt() {
        return in.text("prompt");
    }
}
