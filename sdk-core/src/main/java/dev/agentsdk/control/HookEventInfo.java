package dev.agentsdk.control;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;

/** An event that hooks can be set for. */
public final class HookEventInfo extends JsonBacked {

    private final ShallowObject in;

    private HookEventInfo(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static HookEventInfo of(RawJson raw) {
        return new HookEventInfo(raw);
    }

    /** {@return its name, for example {@code PreToolUse}} */
    public String name() {
        return in.text("name");
    }

    /** {@return a description for people} */
    public String summary() {
        return in.text("summary");
    }

    /** {@return whether a hook can choose by tool or the like} */
    public boolean supportsMatcher() {
        return in.flag("supportsMatcher");
    }

    /** {@return how many hooks it has} */
    public int hookCount() {
        return in.integer("hookCount").orElse(0);
    }
}
