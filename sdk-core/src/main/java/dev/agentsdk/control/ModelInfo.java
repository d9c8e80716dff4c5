package dev.agentsdk.control;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.List;
import java.util.Optional;

/** A model that the agent can use. */
public final class ModelInfo extends JsonBacked {

    private final ShallowObject in;

    private ModelInfo(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ModelInfo of(RawJson raw) {
        return new ModelInfo(raw);
    }

    /** {@return the name that {@code setModel} takes} */
    public String value() {
        return in.text("value");
    }

    /** {@return the id of the model that the name stands for} */
    public Optional<String> resolvedModel() {
        return in.string("resolvedModel");
    }

    /** {@return its name for people} */
    public String displayName() {
        return in.text("displayName");
    }

    /** {@return a description for people} */
    public String description() {
        return in.text("description");
    }

    /** {@return whether it takes an effort} */
    public boolean supportsEffort() {
        return in.flag("supportsEffort");
    }

    /** {@return the efforts that it takes, for example {@code high}} */
    public List<String> supportedEffortLevels() {
        return in.strings("supportedEffortLevels");
    }

    /** {@return whether it can decide on its own how much it thinks} */
    public boolean supportsAdaptiveThinking() {
        return in.flag("supportsAdaptiveThinking");
    }

    /** {@return whether it has a fast mode} */
    public boolean supportsFastMode() {
        return in.flag("supportsFastMode");
    }

    /** {@return whether it works in the permission mode {@code auto}} */
    public boolean supportsAutoMode() {
        return in.flag("supportsAutoMode");
    }
}
