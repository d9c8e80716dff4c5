package dev.agentsdk.history.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can be recovered of a line that is not a JSON object: whole entries in it. Two writers, or one that was stopped in the
 * middle of a line and a next one that did not see that, leave several on one line, or the beginning of one before a whole
 * one. What is recovered looks like an entry, and lies at the beginning of the line, or is followed by its end or by the
 * beginning of the next object, which no value within an object is: a part of an entry that is cut off is not taken for one.
 *
 * <p>The work is bounded by a multiple of the length of the line, whatever is in it.
 */
final class JoinedLine {

    /** A damaged line of which more than this, times its length, was looked at is given up. */
    private static final long MAX_WORK = 32;

    private final byte[] line;
    private final List<byte[]> objects = new ArrayList<>();
    private final List<byte[]> lost = new ArrayList<>();
    private boolean endIsLost;
    private long work;

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

    /** The parts of the line before, between or behind them that are none, in order. */
    List<byte[]> lost() {
        return lost;
    }

    /** Whether the last one of what is lost is the end of the line. */
    boolean endIsLost() {
        return endIsLost;
    }

    private void read() {
        List<int[]> found = new ArrayList<>();
        int known = whole(skipBlanks(0), found);
        int start = known;
        while (start < line.length && work <= MAX_WORK * line.length) {
            start = next(start + 1);
            List<int[]> rest = new ArrayList<>();
            int end = start < line.length ? whole(start, rest) : start;
            if (!rest.isEmpty() && (end == line.length || line[end] == '{')) {
                lose(known, start);
                found.addAll(rest);
                known = end;
                start = end;
            }
        }
        if (known < line.length) {
            lose(known, line.length);
            endIsLost = true;
        }
        for (int[] object : found) {
            objects.add(Arrays.copyOfRange(line, object[0], object[1]));
        }
    }

    private void lose(int from, int to) {
        lost.add(Arrays.copyOfRange(line, from, to));
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

    /**
     * Where the braces of an object are closed; -1 if it is none. Whether it is JSON is not known: it is only seen that each
     * string and each closing brace is followed by what may follow it. The scan of an object that is cut off therefore
     * mostly stops at the cut, and does not read the rest of the line again for each start.
     */
    private int endOfObject(int from) {
        if (line[from] != '{') {
            return -1;
        }
        int depth = 0;
        boolean inString = false;
        boolean afterValue = false;
        for (int i = from; i < line.length; i++) {
            byte b = line[i];
            work++;
            if (inString) {
                if (b == '\\') {
                    i++;
                } else if (b == '"') {
                    inString = false;
                    afterValue = true;
                }
            } else if (b == '}' || b == ']') {
                afterValue = true;
                if (--depth == 0) {
                    return i + 1;
                }
            } else if (b == ',' || b == ':') {
                afterValue = false;
            } else if (afterValue && !isBlank(b)) {
                return -1;
            } else if (b == '"') {
                inString = true;
            } else if (b == '{' || b == '[') {
                depth++;
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
        while (at < line.length && isBlank(line[at])) {
            at++;
        }
        return at;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }
}
