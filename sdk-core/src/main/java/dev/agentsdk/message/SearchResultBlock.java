package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import java.util.List;

/** A result of a search that the model may cite. */
public final class SearchResultBlock extends JsonBacked implements ContentBlock {

    private final ShallowObject in;

    private SearchResultBlock(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static SearchResultBlock of(RawJson raw) {
        return new SearchResultBlock(raw);
    }

    /** {@return where it comes from, for example an address} */
    public String source() {
        return in.text("source");
    }

    /** {@return its title} */
    public String title() {
        return in.text("title");
    }

    /** {@return its texts} */
    public List<String> content() {
        return in.raws("content").stream()
                .map(part -> ShallowObject.of(part).text("text"))
                .toList();
    }

    /** {@return whether the model may cite it} */
    public boolean citationsEnabled() {
        return in.object("citations").flag("enabled");
    }

    @Override
    public String type() {
        return "search_result";
    }
}
