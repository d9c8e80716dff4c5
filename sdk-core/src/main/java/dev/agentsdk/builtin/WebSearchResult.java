package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.List;

/** What one search in the web has found. */
public final class WebSearchResult extends JsonBacked {

    private final ShallowObject in;

    private WebSearchResult(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static WebSearchResult of(RawJson raw) {
        return new WebSearchResult(raw);
    }

    /** {@return the id of the search} */
    public String toolUseId() {
        return in.text("tool_use_id");
    }

    /** {@return the pages} */
    public List<WebSearchHit> hits() {
        return in.objects("content", WebSearchHit::of);
    }
}
