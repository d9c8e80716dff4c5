package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Output of the tool {@code Grep}. */
public final class GrepOutput extends JsonBacked implements BuiltinOutput {

    private final ShallowObject in;

    private GrepOutput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static GrepOutput of(RawJson raw) {
        return new GrepOutput(raw);
    }

    /** {@return {@code content}, {@code files_with_matches} or {@code count}} */
    public Optional<String> mode() {
        return in.string("mode");
    }

    /** {@return how many files match} */
    public int numFiles() {
        return in.integer("numFiles").orElse(0);
    }

    /** {@return the files} */
    public List<String> filenames() {
        return in.strings("filenames");
    }

    /** {@return the lines that match} */
    public Optional<String> content() {
        return in.string("content");
    }

    /** {@return how many lines} */
    public OptionalInt numLines() {
        return in.integer("numLines");
    }

    /** {@return how many matches} */
    public OptionalInt numMatches() {
        return in.integer("numMatches");
    }

    /** {@return the limit that was met} */
    public OptionalInt appliedLimit() {
        return in.integer("appliedLimit");
    }

    /** {@return how many were skipped} */
    public OptionalInt appliedOffset() {
        return in.integer("appliedOffset");
    }

    /** {@return how many files match in all} */
    public OptionalInt totalFiles() {
        return in.integer("totalFiles");
    }

    /** {@return how many lines match in all} */
    public OptionalInt totalLines() {
        return in.integer("totalLines");
    }

    /** {@return whether the time limit has ended the search, so that there may be more} */
    public boolean isTimedOut() {
        return in.flag("timedOut");
    }
}
