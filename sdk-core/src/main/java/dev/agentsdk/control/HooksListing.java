package dev.agentsdk.control;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.List;
import java.util.Optional;

/** The hooks that are in force, those of settings files included. */
public final class HooksListing extends JsonBacked {

    private final ShallowObject in;

    private HooksListing(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static HooksListing of(RawJson raw) {
        return new HooksListing(raw);
    }

    /** {@return the events that have hooks} */
    public List<HookEventInfo> events() {
        return in.objects("events", HookEventInfo::of);
    }

    /** {@return the hooks} */
    public List<ConfiguredHook> hooks() {
        return in.objects("hooks", ConfiguredHook::of);
    }

    /** {@return all events that the agent knows} */
    public List<HookEventInfo> eventCatalog() {
        return in.objects("eventCatalog", HookEventInfo::of);
    }

    /** {@return what managed settings say about hooks} */
    public Optional<HookPolicy> policy() {
        return in.object("policy", HookPolicy::of);
    }

    /** {@return how to leave safe mode; present if the agent is in it} */
    public Optional<String> safeModeHint() {
        return in.object("safeMode").string("exitHint");
    }

    /** {@return whether hooks of managed settings run in safe mode} */
    public Optional<Boolean> managedHooksStillApply() {
        return in.object("safeMode").bool("managedHooksStillApply");
    }

    /** {@return how to leave bare mode; present if the agent is in it} */
    public Optional<String> bareModeHint() {
        return in.object("bareMode").string("exitHint");
    }

    /** {@return settings files that were skipped} */
    public List<SettingsError> errors() {
        return in.objects("errors", SettingsError::of);
    }
}
