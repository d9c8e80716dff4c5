package dev.agentsdk.internal.protocol.streamjson;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds a text field in a line that no parser takes: too deep, malformed, cut off. For the id of a request that cannot be
 * read, which is answered all the same, since the agent waits. One pass over the bytes that counts brackets: no recursion,
 * no conversion, no memory for the depth.
 */
public final class BrokenFrame {

    /** Longer than any id or type that is worth an answer; what is longer is not found. */
    private static final int MAX_TEXT_BYTES = 1_000;

    /** Of JSON, and short enough that the conversion costs nothing. */
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,3})?");

    private BrokenFrame() {}

    /** The id of a request: a string, or a number. Null if there is none. */
    public static @Nullable RequestId id(byte[] line) {
        int start = find(line, "request_id");
        if (start < 0) {
            return null;
        }
        String text = textAt(line, start);
        if (text != null) {
            return RequestId.of(text);
        }
        int end = start;
        while (end < line.length && end - start <= RequestId.MAX_NUMBER_CHARS && isOfNumber(line[end])) {
            end++;
        }
        String digits = new String(line, start, end - start, StandardCharsets.US_ASCII);
        return NUMBER.matcher(digits).matches() ? new RequestId(digits, true) : null;
    }

    private static boolean isOfNumber(byte b) {
        return (b >= '0' && b <= '9') || b == '-' || b == '+' || b == '.' || b == 'e' || b == 'E';
    }

    /**
     * The last such field, as parsers take it.
     *
     * @param line the line
     * @param path the names, in ASCII, of the objects that hold it, from the top, and its own name
     * @return its text; null if it is not there, is no text, or has more than {@value #MAX_TEXT_BYTES} bytes
     */
    public static @Nullable String text(byte[] line, String... path) {
        int start = find(line, path);
        return start < 0 ? null : textAt(line, start);
    }

    /** Where the value of the last such field begins; -1 if there is none. */
    private static int find(byte[] line, String... path) {
        byte[][] names = new byte[path.length][];
        for (int i = 0; i < path.length; i++) {
            names[i] = path[i].getBytes(StandardCharsets.US_ASCII);
        }
        // Of how many names of the path the scan is within the object.
        int within = 0;
        int found = -1;
        int depth = 0;
        int i = 0;
        while (i < line.length) {
            byte b = line[i];
            if (b == '{' || b == '[') {
                depth++;
                i++;
            } else if (b == '}' || b == ']') {
                depth--;
                i++;
            } else if (b == '"') {
                int end = endOfString(line, i);
                int colon = skipBlanks(line, end + 1);
                boolean isName = colon < line.length && line[colon] == ':';
                if (isName && depth >= 1 && depth <= within + 1 && depth <= names.length) {
                    boolean equal = equal(line, i + 1, end, names[depth - 1]);
                    if (equal && depth == names.length) {
                        found = skipBlanks(line, colon + 1);
                    } else {
                        within = equal ? depth : depth - 1;
                    }
                }
                i = isName ? colon + 1 : end + 1;
            } else {
                i++;
            }
        }
        return found;
    }

    /** The index of the closing quote of the string that opens at {@code start}; the end of the line if there is none. */
    private static int endOfString(byte[] line, int start) {
        int i = start + 1;
        while (i < line.length && line[i] != '"') {
            i += line[i] == '\\' ? 2 : 1;
        }
        return Math.min(i, line.length);
    }

    private static int skipBlanks(byte[] line, int from) {
        int i = from;
        while (i < line.length && (line[i] == ' ' || line[i] == '\t' || line[i] == '\r' || line[i] == '\n')) {
            i++;
        }
        return i;
    }

    private static boolean equal(byte[] line, int from, int to, byte[] text) {
        return from <= to && Arrays.equals(line, from, to, text, 0, text.length);
    }

    private static @Nullable String textAt(byte[] line, int start) {
        if (start >= line.length || line[start] != '"') {
            return null;
        }
        int end = endOfString(line, start);
        if (end == line.length || end - start > MAX_TEXT_BYTES) {
            return null;
        }
        byte[] alone = ("{\"text\":" + new String(line, start, end + 1 - start, StandardCharsets.UTF_8) + "}")
                .getBytes(StandardCharsets.UTF_8);
        // Escapes are the parser's.
        return ShallowObject.of(RawJson.wrap(alone, 0, alone.length))
                .string("text")
                .orElse(null);
    }
}
