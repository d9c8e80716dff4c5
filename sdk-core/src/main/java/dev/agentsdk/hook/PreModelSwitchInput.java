package dev.agentsdk.hook;

import dev.agentsdk.json.RawJson;

/** The model is about to be changed. Newer agents only. */
public final class PreModelSwitchInput extends ModelSwitchInput {

    PreModelSwitchInput(HookCommon common) {
        super(common);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the input
     */
    public static PreModelSwitchInput of(RawJson raw) {
        return new PreModelSwitchInput(HookCommon.of(raw));
    }
}
