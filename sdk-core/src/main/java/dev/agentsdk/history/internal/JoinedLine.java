package dev.agentsdk.history.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can be recovered of a line that is not a JSON object: whole entries in it. Two writers, or one that was stopped in the
 * middle of a line and a next one that did not see that, leave several on one line, or the beginning of one before a whole
 * one. What is recovered lies at the beginning of the line, or reaches its end, and looks like an entry: a part of the
 * entry that is cut off is not taken for one.
 *
 * <p>The work is bounded by a multiple of the length of the line, whatever is in it.
 */
final class JoinedLine {

    /** A damaged line of which more than this, times its length, was looked at is given up. */
    private static final long MAX_WORK = 32;

    private final byte[] line;
    private final List<byte[]> objects = new ArrayList<>();
    private long work;
    private int lostFrom;
    private int lostTo;

    private JoinedLine(byte[] line) {
        this.line = line;
    }

    /**
     * Takes a line apart.
     *
     * @param line without its line feed
     * @return what is in it; null if there is nothing to recover
     */
    static @Nullable JoinedLine of(byte[] line) {
        JoinedLine joined = new JoinedLine(EntryFacts.repaired(line));
        joined.read();
        return joined.objects.isEmpty() ? null : joined;
    }

    /** The entries in it, each one JSON object, in order. */
    List<byte[]> objects() {
        return objects;
    }

    /** What is between them, or before or behind, and not one; empty if nothing is lost. */
    byte[] lost() {
        return Arrays.copyOfRange(line, lostFrom, lostTo);
    }

    /** Whether what is lost is the end of the line. */
    boolean endIsLost() {
        return lostTo == line.length;
    }

    private void read() {
        List<int[]> found = new ArrayList<>();
        int at = whole(skipBlanks(0), found);
        lostFrom = at;
        lostTo = at;
        if (at < line.length) {
            lostTo = line.length;
            for (int start = next(at + 1);
                    start < line.length && work <= MAX_WORK * line.length;
                    start = next(start + 1)) {
                List<int[]> rest = new ArrayList<>();
                if (whole(start, rest) == line.length) {
                    lostTo = start;
                    found.addAll(rest);
                    break;
                }
            }
        }
        for (int[] object : found) {
            objects.add(Arrays.copyOfRange(line, object[0], object[1]));
        }
    }

    /** Finds entries from a place on, without a gap; returns where they end. */
    private int whole(int from, List<int[]> found) {
        int at = from;
        while (at < line.length) {
            int end = endOfObject(at);
            if (end < 0 || !isEntry(at, end)) {
                return at;
            }
            found.add(new int[] {at, end});
            at = skipBlanks(end);
        }
        return at;
    }

    private boolean isEntry(int from, int to) {
        work += to - from;
        EntryFacts facts = EntryFacts.of(Arrays.copyOfRange(line, from, to));
        return facts != null && facts.isEntry();
    }

    /** Where the braces of an object are closed; -1 if it is none. Whether it is JSON is not known. */
    private int endOfObject(int from) {
        if (line[from] != '{') {
            return -1;
        }
        int depth = 0;
        boolean inString = false;
        for (int i = from; i < line.length; i++) {
            byte b = line[i];
            work++;
            if (inString) {
                if (b == '\\') {
                    i++;
                } else if (b == '"') {
                    inString = false;
                }
            } else if (b == '"') {
                inString = true;
            } else if (b == '{' || b == '[') {
                depth++;
            } else if ((b == '}' || b == ']') && --depth == 0) {
                return i + 1;
            }
        }
        return -1;
    }

    /** The next place at which an object may begin. */
    private int next(int from) {
        int at = from;
        while (at < line.length && !(line[at] == '{' && at + 1 < line.length && line[at + 1] == '"')) {
            at++;
        }
        return at;
    }

    private int skipBlanks(int from) {
        int at = from;
        while (at < line.length && (line[at] == ' ' || line[at] == '\t' || line[at] == '\r')) {
            at++;
        }
        return at;
    }
}
