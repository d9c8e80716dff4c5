package dev.agentsdk.control;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.List;
import java.util.Optional;

/** The settings in force, and where they come from. */
public final class AgentSettings extends JsonBacked {

    private final ShallowObject in;

    private AgentSettings(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static AgentSettings of(RawJson raw) {
        return new AgentSettings(raw);
    }

    /** {@return the merged settings, a JSON object} */
    public RawJson effective() {
        return in.rawOrEmpty("effective");
    }

    /** {@return the files and other sources, in the order in which they are merged} */
    public List<SettingsSource> sources() {
        return in.objects("sources", SettingsSource::of);
    }

    /** {@return the model that results from them} */
    public Optional<String> model() {
        return in.object("applied").string("model");
    }

    /** {@return the effort that results from them} */
    public Optional<String> effort() {
        return in.object("applied").string("effort");
    }

    /** {@return settings files that were skipped} */
    public List<SettingsError> errors() {
        return in.objects("errors", SettingsError::of);
    }
}
