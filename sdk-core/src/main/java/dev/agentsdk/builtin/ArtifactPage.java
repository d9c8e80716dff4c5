package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** An artifact that was read. */
public final class ArtifactPage extends JsonBacked {

    private final ShallowObject in;

    private ArtifactPage(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ArtifactPage of(RawJson raw) {
        return new ArtifactPage(raw);
    }

    /** {@return its address} */
    public String url() {
        return in.text("url");
    }

    /** {@return its size} */
    public OptionalLong bytes() {
        return in.number("bytes");
    }

    /** {@return the HTTP status} */
    public int code() {
        return in.integer("code").orElse(0);
    }

    /** {@return the reason phrase of the HTTP status} */
    public String codeText() {
        return in.text("codeText");
    }

    /** {@return its content, or what was wanted of it} */
    public String result() {
        return in.text("result");
    }

    /** {@return how long it took} */
    public Optional<Duration> duration() {
        return in.millis("durationMs");
    }

    /** {@return its title} */
    public Optional<String> title() {
        return in.string("title");
    }
}
