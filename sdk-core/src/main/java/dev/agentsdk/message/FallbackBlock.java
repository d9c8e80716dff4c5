package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import java.util.Optional;

/** From here on another model answers. */
public final class FallbackBlock extends JsonBacked implements ContentBlock {

    private final ShallowObject in;

    private FallbackBlock(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static FallbackBlock of(RawJson raw) {
        return new FallbackBlock(raw);
    }

    /** {@return the model so far} */
    public Optional<String> fromModel() {
        return in.object("from").string("model");
    }

    /** {@return the model from here on} */
    public Optional<String> toModel() {
        return in.object("to").string("model");
    }

    /** {@return the reason, a JSON object} */
    public Optional<RawJson> trigger() {
        return in.raw("trigger");
    }

    @Override
    public String type() {
        return "fallback";
    }
}
