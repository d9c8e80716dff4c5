package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** A page that a search in the web has found. */
public final class WebSearchHit extends JsonBacked {

    private final ShallowObject in;

    private WebSearchHit(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static WebSearchHit of(RawJson raw) {
        return new WebSearchHit(raw);
    }

    /** {@return its title} */
    public String title() {
        return in.text("title");
    }

    /** {@return its address} */
    public String url() {
        return in.text("url");
    }

    /** {@return its text; hooks get it, messages do not} */
    public Optional<String> snippet() {
        return in.string("snippet");
    }
}
