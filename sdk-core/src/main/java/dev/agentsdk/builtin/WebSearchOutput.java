package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** Output of the tool {@code WebSearch}. */
public final class WebSearchOutput extends JsonBacked implements BuiltinOutput {

    private final ShallowObject in;

    private WebSearchOutput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static WebSearchOutput of(RawJson raw) {
        return new WebSearchOutput(raw);
    }

    /** {@return the words that were searched for} */
    public String query() {
        return in.text("query");
    }

    /** {@return what was found, search by search} */
    public List<WebSearchResult> results() {
        return in.objects("results", WebSearchResult::of);
    }

    /** {@return what the model has said between them} */
    public List<String> comments() {
        return in.strings("results");
    }

    /** {@return how long it took} */
    public Duration duration() {
        return in.seconds("durationSeconds").orElse(Duration.ZERO);
    }

    /** {@return how many searches were made} */
    public OptionalInt searchCount() {
        return in.integer("searchCount");
    }
}
