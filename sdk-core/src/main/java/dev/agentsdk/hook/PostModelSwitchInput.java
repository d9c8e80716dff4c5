package dev.agentsdk.hook;

import dev.agentsdk.json.RawJson;

/** The model was changed. Newer agents only. */
public final class PostModelSwitchInput extends ModelSwitchInput {

    PostModelSwitchInput(HookCommon common) {
        super(common);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the input
     */
    public static PostModelSwitchInput of(RawJson raw) {
        return new PostModelSwitchInput(HookCommon.of(raw));
    }
}
