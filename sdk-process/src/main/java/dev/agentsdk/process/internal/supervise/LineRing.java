package dev.agentsdk.process.internal.supervise;

import dev.agentsdk.process.OutputLine;
import java.util.ArrayDeque;
import java.util.List;

/** The last lines of a child, and how many there were. */
final class LineRing {

    private final int capacity;
    private final ArrayDeque<OutputLine> ring = new ArrayDeque<>();
    private long lines;
    private long bytes;

    LineRing(int capacity) {
        this.capacity = capacity;
    }

    synchronized void add(OutputLine line) {
        if (line.complete()) {
            lines++;
        }
        if (capacity > 0) {
            if (ring.size() == capacity) {
                ring.remove();
            }
            ring.add(line);
        }
    }

    synchronized void count(int moreBytes) {
        bytes += moreBytes;
    }

    synchronized List<OutputLine> content() {
        return List.copyOf(ring);
    }

    synchronized long lines() {
        return lines;
    }

    synchronized long bytes() {
        return bytes;
    }
}
