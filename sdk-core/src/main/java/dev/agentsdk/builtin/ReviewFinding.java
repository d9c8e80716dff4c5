package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;
import java.util.OptionalInt;

/** A fault that a review has found. */
public final class ReviewFinding extends JsonBacked {

    private final ShallowObject in;

    private ReviewFinding(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ReviewFinding of(RawJson raw) {
        return new ReviewFinding(raw);
    }

    /** {@return the file, by its path in the repository} */
    public String file() {
        return in.text("file");
    }

    /** {@return the line, counted from 1} */
    public OptionalInt line() {
        return in.integer("line");
    }

    /** {@return what is wrong} */
    public String summary() {
        return in.text("summary");
    }

    /** {@return the same in a few words} */
    public Optional<String> shortSummary() {
        return in.string("short_summary");
    }

    /** {@return how it shows} */
    public String failureScenario() {
        return in.text("failure_scenario");
    }

    /** {@return its kind, for example {@code correctness}} */
    public Optional<String> category() {
        return in.string("category");
    }

    /** {@return {@code important}, {@code pre_existing}, {@code nit} or newer} */
    public Optional<String> severity() {
        return in.string("severity");
    }

    /** {@return {@code CONFIRMED}, {@code PLAUSIBLE} or newer, if it was looked at again} */
    public Optional<String> verdict() {
        return in.string("verdict");
    }

    /** {@return what became of it: {@code fixed}, {@code skipped}, {@code no_change_needed} or newer} */
    public Optional<String> outcome() {
        return in.string("outcome");
    }
}
