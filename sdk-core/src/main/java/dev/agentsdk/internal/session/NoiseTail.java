package dev.agentsdk.internal.session;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;

/**
 * The last lines of stdout that are not JSON. Some CLIs print the reason for their exit there. Bounded; shown in exceptions,
 * never logged. Written by the reading thread, read by any thread.
 */
final class NoiseTail {

    static final int MAX_LINES = 8;
    static final int MAX_LINE_BYTES = 400;

    private final ArrayDeque<byte[]> lines = new ArrayDeque<>(MAX_LINES);

    synchronized void add(byte[] buffer, int offset, int length) {
        if (lines.size() == MAX_LINES) {
            lines.removeFirst();
        }
        lines.addLast(Arrays.copyOfRange(buffer, offset, offset + Math.min(length, MAX_LINE_BYTES)));
    }

    /** The lines, oldest first; malformed UTF-8 is replaced. */
    synchronized List<String> lines() {
        return lines.stream()
                .map(line -> new String(line, StandardCharsets.UTF_8))
                .toList();
    }
}
