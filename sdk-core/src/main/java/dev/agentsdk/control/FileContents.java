package dev.agentsdk.control;

import dev.agentsdk.internal.Fields;
import dev.agentsdk.message.RawJson;
import java.util.Base64;
import java.util.Optional;

/**
 * A file as the agent's machine has it.
 *
 * @param contents the text, or base64 if {@code encoding} says so
 * @param absolutePath where it is on the agent's machine
 * @param truncated whether there is more
 * @param encoding {@code base64}, or empty for text
 * @param raw the whole answer
 */
public record FileContents(
        String contents, Optional<String> absolutePath, boolean truncated, Optional<String> encoding, RawJson raw) {

    static FileContents read(RawJson raw) {
        Fields fields = Fields.of(raw);
        return new FileContents(
                fields.textOrEmpty("contents"),
                fields.text("absPath"),
                fields.flag("truncated"),
                fields.text("encoding"),
                raw);
    }

    /**
     * The bytes of a file that was asked for as base64.
     *
     * @return the bytes
     * @throws IllegalStateException if the agent sent text
     * @throws IllegalArgumentException if it is no base64
     */
    public byte[] bytes() {
        if (encoding.filter("base64"::equals).isEmpty()) {
            throw new IllegalStateException("The agent sent this file as text, not as base64.");
        }
        return Base64.getDecoder().decode(contents);
    }

    /**
     * A short form for logs that shows no content.
     *
     * @return the path and the length
     */
    @Override
    public String toString() {
        return "FileContents[" + absolutePath.orElse("?") + ", " + contents.length() + " characters]";
    }
}
