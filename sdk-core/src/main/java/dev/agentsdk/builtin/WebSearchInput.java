package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.List;

/** Input of the tool {@code WebSearch}. */
public final class WebSearchInput extends JsonBacked implements BuiltinInput {

    private final ShallowObject in;

    private WebSearchInput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static WebSearchInput of(RawJson raw) {
        return new WebSearchInput(raw);
    }

    /** {@return the words to search for} */
    public String query() {
        return in.text("query");
    }

    /** {@return the domains that the search is limited to} */
    public List<String> allowedDomains() {
        return in.strings("allowed_domains");
    }

    /** {@return domains to leave out} */
    public List<String> blockedDomains() {
        return in.strings("blocked_domains");
    }
}
