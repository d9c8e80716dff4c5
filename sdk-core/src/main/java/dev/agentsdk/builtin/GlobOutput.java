package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Output of the tool {@code Glob}. */
public final class GlobOutput extends JsonBacked implements BuiltinOutput {

    private final ShallowObject in;

    private GlobOutput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static GlobOutput of(RawJson raw) {
        return new GlobOutput(raw);
    }

    /** {@return how long it took} */
    public Duration duration() {
        return in.millis("durationMs").orElse(Duration.ZERO);
    }

    /** {@return how many files there are} */
    public int numFiles() {
        return in.integer("numFiles").orElse(0);
    }

    /** {@return the files} */
    public List<String> filenames() {
        return in.strings("filenames");
    }

    /** {@return whether there are more} */
    public boolean isTruncated() {
        return in.flag("truncated");
    }

    /** {@return how many there are in all} */
    public OptionalInt totalMatches() {
        return in.integer("totalMatches");
    }

    /** {@return whether {@link #totalMatches()} is exact, and not the least number; empty from older versions} */
    public Optional<Boolean> countIsComplete() {
        return in.bool("countIsComplete");
    }

    /** {@return whether the time limit has ended the search, so that there may be more} */
    public boolean isTimedOut() {
        return in.flag("timedOut");
    }
}
