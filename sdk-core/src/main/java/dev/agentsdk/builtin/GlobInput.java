package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** Input of the tool {@code Glob}. */
public final class GlobInput extends JsonBacked implements BuiltinInput {

    private final ShallowObject in;

    private GlobInput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static GlobInput of(RawJson raw) {
        return new GlobInput(raw);
    }

    /** {@return the pattern of the paths} */
    public String pattern() {
        return in.text("pattern");
    }

    /** {@return the directory to search; absent for the working directory} */
    public Optional<String> path() {
        return in.string("path");
    }
}
