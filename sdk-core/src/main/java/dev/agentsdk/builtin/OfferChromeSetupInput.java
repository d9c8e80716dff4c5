package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** Input of the tool {@code OfferChromeSetup}. */
public final class OfferChromeSetupInput extends JsonBacked implements BuiltinInput {

    private final ShallowObject in;

    private OfferChromeSetupInput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static OfferChromeSetupInput of(RawJson raw) {
        return new OfferChromeSetupInput(raw);
    }

    /** {@return what the browser of the user is needed for} */
    public Optional<String> reason() {
        return in.string("reason");
    }
}
