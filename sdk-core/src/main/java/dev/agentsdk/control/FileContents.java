package dev.agentsdk.control;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Base64;
import java.util.Optional;

/** A file on the machine of the agent. */
public final class FileContents extends JsonBacked {

    private final ShallowObject in;

    private FileContents(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static FileContents of(RawJson raw) {
        return new FileContents(raw);
    }

    /** {@return the text, or base64 if {@code encoding} says so} */
    public String contents() {
        return in.text("contents");
    }

    /** {@return its path on the machine of the agent} */
    public Optional<String> absolutePath() {
        return in.string("absPath");
    }

    /** {@return whether there is more} */
    public boolean truncated() {
        return in.flag("truncated");
    }

    /** {@return {@code base64}, or empty for text} */
    public Optional<String> encoding() {
        return in.string("encoding");
    }

    /** {@return whether the text has U+FFFD in place of bytes that are not UTF-8; sent by newer CLIs only} */
    public boolean isLossy() {
        return in.flag("lossy");
    }

    /**
     * The bytes of a file that was asked for as base64.
     *
     * @return the bytes
     * @throws IllegalStateException if the agent sent text
     * @throws IllegalArgumentException if it is not base64
     */
    public byte[] bytes() {
        if (encoding().filter("base64"::equals).isEmpty()) {
            throw new IllegalStateException("The agent sent this file as text, not as base64.");
        }
        return Base64.getDecoder().decode(contents());
    }

    /**
     * A short form for logs that shows no content.
     *
     * @return the path and the length
     */
    @Override
    public String toString() {
        return "FileContents[" + Printable.of(absolutePath().orElse("?")) + ", "
                + contents().length() + " characters]";
    }
}
