package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;

/** Input of the tool {@code Write}. */
public final class WriteInput extends JsonBacked implements BuiltinInput {

    private final ShallowObject in;

    private WriteInput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static WriteInput of(RawJson raw) {
        return new WriteInput(raw);
    }

    /** {@return the file, an absolute path} */
    public String filePath() {
        return in.text("file_path");
    }

    /** {@return the new content} */
    public String content() {
        return in.text("content");
    }
}
