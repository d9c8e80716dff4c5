package dev.agentsdk.control;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;

/** What managed settings say about hooks. */
public final class HookPolicy extends JsonBacked {

    private final ShallowObject in;

    private HookPolicy(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static HookPolicy of(RawJson raw) {
        return new HookPolicy(raw);
    }

    /** {@return whether they switch all hooks off} */
    public boolean disabledByPolicy() {
        return in.flag("disabledByPolicy");
    }

    /** {@return whether only hooks of managed settings run} */
    public boolean managedOnly() {
        return in.flag("managedOnly");
    }

    /** {@return whether only hooks of plugins run} */
    public boolean pluginOnly() {
        return in.flag("pluginOnly");
    }

    /** {@return whether no hook runs} */
    public boolean allDisabled() {
        return in.flag("allDisabled");
    }

    /** {@return how many hooks managed settings have} */
    public int policyHookCount() {
        return in.integer("policyHookCount").orElse(0);
    }

    /** {@return whether managed settings could not be read} */
    public boolean policyUnreadable() {
        return in.flag("policyUnreadable");
    }
}
