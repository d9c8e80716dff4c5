package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.time.Duration;
import java.util.Optional;

/** Output of the tool {@code WebFetch}. */
public final class WebFetchOutput extends JsonBacked implements BuiltinOutput {

    private final ShallowObject in;

    private WebFetchOutput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static WebFetchOutput of(RawJson raw) {
        return new WebFetchOutput(raw);
    }

    /** {@return the address} */
    public String url() {
        return in.text("url");
    }

    /** {@return the HTTP status} */
    public int code() {
        return in.integer("code").orElse(0);
    }

    /** {@return the reason phrase of the HTTP status} */
    public String codeText() {
        return in.text("codeText");
    }

    /** {@return the size of the page} */
    public long bytes() {
        return in.number("bytes").orElse(0);
    }

    /** {@return the answer to the question} */
    public String result() {
        return in.text("result");
    }

    /** {@return how long it took} */
    public Duration duration() {
        return in.millis("durationMs").orElse(Duration.ZERO);
    }

    /** {@return the artifact that was read with it} */
    public Optional<ArtifactRead> artifactRead() {
        return in.object("artifactRead", ArtifactRead::of);
    }
}
