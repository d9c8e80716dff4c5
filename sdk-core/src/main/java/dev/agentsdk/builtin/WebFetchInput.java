package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.OptionalLong;

/** Input of the tool {@code WebFetch}. */
public final class WebFetchInput extends JsonBacked implements BuiltinInput {

    private final ShallowObject in;

    private WebFetchInput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static WebFetchInput of(RawJson raw) {
        return new WebFetchInput(raw);
    }

    /** {@return the address} */
    public String url() {
        return in.text("url");
    }

    /** {@return the question to ask about the page} */
    public String prompt() {
        return in.text("prompt");
    }

    /** {@return where the page is read from} */
    public OptionalLong offset() {
        return in.number("offset");
    }
}
