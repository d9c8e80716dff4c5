package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;
import java.util.OptionalLong;

/** Input of the tool {@code Read}. */
public final class ReadInput extends JsonBacked implements BuiltinInput {

    private final ShallowObject in;

    private ReadInput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ReadInput of(RawJson raw) {
        return new ReadInput(raw);
    }

    /** {@return the file, an absolute path} */
    public String filePath() {
        return in.text("file_path");
    }

    /** {@return the first line, counted from 1} */
    public OptionalLong offset() {
        return in.number("offset");
    }

    /** {@return how many lines} */
    public OptionalLong limit() {
        return in.number("limit");
    }

    /** {@return the pages of a PDF, for example {@code 1-5}} */
    public Optional<String> pages() {
        return in.string("pages");
    }

    /** {@return whether a large file may be read whole} */
    public boolean allowLarge() {
        return in.flag("allow_large");
    }
}
