package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;

/** Output of the tool {@code OfferChromeSetup}. */
public final class OfferChromeSetupOutput extends JsonBacked implements BuiltinOutput {

    private final ShallowObject in;

    private OfferChromeSetupOutput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static OfferChromeSetupOutput of(RawJson raw) {
        return new OfferChromeSetupOutput(raw);
    }

    /** {@return {@code connected}, {@code not_now}, {@code no_attempt_yet} or newer} */
    public String outcome() {
        return in.text("outcome");
    }
}
