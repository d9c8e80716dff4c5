package dev.agentsdk.json.internal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Lines of bytes that should be UTF-8. */
public final class Utf8Lines {

    /** Of a line that could not be read, for a notice to the application. */
    private static final int HEAD_BYTES = 200;

    private Utf8Lines() {}

    /**
     * Repairs a line that is JSON but for malformed UTF-8.
     *
     * @param line the line, which stays as it is
     * @return a copy in which each malformed part is U+FFFD
     */
    public static byte[] repaired(byte[] line) {
        return new String(line, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Copies the start of a line.
     *
     * @param line the line
     * @return its first %{@value #HEAD_BYTES} bytes at most
     */
    public static byte[] head(byte[] line) {
        return Arrays.copyOf(line, Math.min(line.length, HEAD_BYTES));
    }
}
