package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;
import java.util.OptionalInt;

/** Input of the tool {@code Grep}. */
public final class GrepInput extends JsonBacked implements BuiltinInput {

    private final ShallowObject in;

    private GrepInput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static GrepInput of(RawJson raw) {
        return new GrepInput(raw);
    }

    /** {@return the regular expression} */
    public String pattern() {
        return in.text("pattern");
    }

    /** {@return the file or directory to search; absent for the working directory} */
    public Optional<String> path() {
        return in.string("path");
    }

    /** {@return the pattern of the files} */
    public Optional<String> glob() {
        return in.string("glob");
    }

    /** {@return the type of the files, for example {@code java}} */
    public Optional<String> fileType() {
        return in.string("type");
    }

    /** {@return {@code content}, {@code files_with_matches} or {@code count}} */
    public Optional<String> outputMode() {
        return in.string("output_mode");
    }

    /** {@return how many lines before each match} */
    public OptionalInt linesBefore() {
        return in.integer("-B");
    }

    /** {@return how many lines after each match} */
    public OptionalInt linesAfter() {
        return in.integer("-A");
    }

    /** {@return how many lines around each match} */
    public OptionalInt linesAround() {
        return in.integer("-C").isPresent() ? in.integer("-C") : in.integer("context");
    }

    /** {@return whether lines are numbered} */
    public Optional<Boolean> showsLineNumbers() {
        return in.bool("-n");
    }

    /** {@return whether case is ignored} */
    public boolean ignoresCase() {
        return in.flag("-i");
    }

    /** {@return whether only the matching part is shown} */
    public boolean onlyMatching() {
        return in.flag("-o");
    }

    /** {@return how many lines or files at most} */
    public OptionalInt headLimit() {
        return in.integer("head_limit");
    }

    /** {@return how many are skipped} */
    public OptionalInt offset() {
        return in.integer("offset");
    }

    /** {@return whether a match may span lines} */
    public boolean multiline() {
        return in.flag("multiline");
    }
}
