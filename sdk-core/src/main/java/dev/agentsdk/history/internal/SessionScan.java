package dev.agentsdk.history.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a list of sessions reads of a transcript. The first and the last 64 KiB are read entry by entry. Between them
 * only titles, tags, prompts and the last branch are looked for, and a first prompt if there is none before: lines are
 * compared with the names of these fields, and few are parsed. How much is read and parsed there is bounded by the
 * {@link Budget} of the call.
 *
 * <p>Of a line that is longer than 64 KiB only the beginning is known, which may have a first prompt.
 */
final class SessionScan {

    static final int PART_BYTES = 64 * 1024;

    private static final byte[][] FIELDS = {
        name("customTitle"), name("aiTitle"), name("tag"), name("lastPrompt"), name("summary")
    };

    /** One of these is in each line that holds a prompt, as a value. */
    private static final byte[][] PROMPTS = {name("user"), name("queued_command")};

    private static final byte[][] BRANCH = {name("gitBranch")};

    private final SeekableByteChannel channel;

    /** Whether the time of the last prompt is wanted, wherever that is. */
    private final boolean prompts;

    /** The last line before the end that may name a branch: only this one is parsed for it. */
    private byte @Nullable [] lastBranch;

    private final SessionDigest head = new SessionDigest();
    private final SessionDigest tail = new SessionDigest();

    /** How much one call may read of what lies between the beginnings and the ends of files. */
    static final class Budget {

        static final long BYTES = 256L * 1024 * 1024;

        /** Each line that is parsed costs time, however short it is. */
        static final int LINES = 1_000_000;

        private long left = BYTES;
        private int lines = LINES;
    }

    /**
     * What was found.
     *
     * @param head the digest of the beginning, and of what lies between
     * @param tail the digest of the end; the same one if the file is small
     * @param complete whether all that lies between was read
     */
    record Found(SessionDigest head, SessionDigest tail, boolean complete) {}

    private SessionScan(SeekableByteChannel channel, boolean prompts) {
        this.channel = channel;
        this.prompts = prompts;
    }

    /**
     * Reads a file, as long as it is now.
     *
     * @param channel the file
     * @param prompts whether {@link SessionDigest#promptedAt} is wanted
     * @param budget how much may be read between the beginning and the end
     * @return what was found
     */
    static Found read(SeekableByteChannel channel, boolean prompts, Budget budget) throws IOException {
        SessionScan scan = new SessionScan(channel, prompts);
        Found found = scan.read(channel.size(), budget);
        EntryFacts branch = scan.lastBranch == null ? null : EntryFacts.of(scan.lastBranch);
        if (branch != null && branch.gitBranch != null) {
            found.head().gitBranch = SessionDigest.bounded(branch.gitBranch);
        }
        return found;
    }

    private Found read(long size, Budget budget) throws IOException {
        if (size <= 2 * PART_BYTES) {
            fold(head, bytes(0, (int) size), 0);
            return new Found(head, head, true);
        }
        byte[] end = bytes(size - PART_BYTES, PART_BYTES);
        // The first line of the end began before.
        int firstWhole = Math.min(lineFeed(end, 0) + 1, end.length);
        fold(tail, end, firstWhole);

        byte[] start = bytes(0, PART_BYTES);
        int cut = foldWholeLines(start);
        if (!needsMessages() && !prompts && tail.customTitle != null && tail.tagSeen && tail.gitBranch != null) {
            return new Found(head, tail, true);
        }
        return new Found(head, tail, between(cut, size - PART_BYTES + firstWhole, budget));
    }

    /** Returns where the line begins that is not whole. */
    private int foldWholeLines(byte[] part) {
        int start = 0;
        for (int end = lineFeed(part, 0); end < part.length; end = lineFeed(part, start)) {
            byte[] line = Arrays.copyOfRange(part, start, end);
            if (isWanted(line) || !head.isFull()) {
                add(head, line);
            }
            start = end + 1;
        }
        return start;
    }

    /** Whether all was read. */
    private boolean between(long from, long to, Budget budget) throws IOException {
        long length = to - from;
        if (length <= budget.left) {
            budget.left -= length;
            return lines(from, to, true, budget);
        }
        long half = budget.left / 2;
        budget.left = 0;
        // At least the line that the first part cut off, for its prompt.
        if (lines(from, from + Math.max(half, PART_BYTES), true, budget)) {
            lines(to - half, to, false, budget);
        }
        return false;
    }

    /** Reads the lines of a range. The first one is left out unless the range begins with it. False if they are too many. */
    private boolean lines(long from, long to, boolean first, Budget budget) throws IOException {
        channel.position(from);
        ByteBuffer buffer = ByteBuffer.allocate(PART_BYTES);
        byte[] line = new byte[PART_BYTES];
        long length = 0;
        boolean wanted = first;
        long left = to - from;
        while (left > 0) {
            buffer.clear().limit((int) Math.min(PART_BYTES, left));
            int read = channel.read(buffer);
            if (read < 0) {
                break;
            }
            left -= read;
            byte[] bytes = buffer.array();
            int start = 0;
            while (start < read) {
                int end = Math.min(lineFeed(bytes, start), read);
                int kept = (int) Math.min(end - start, Math.max(0, PART_BYTES - length));
                System.arraycopy(bytes, start, line, (int) Math.min(length, PART_BYTES), kept);
                length += end - start;
                if (end < read) {
                    if (wanted && budget.lines <= 0) {
                        return false;
                    }
                    if (wanted) {
                        line(budget, Arrays.copyOf(line, (int) Math.min(length, PART_BYTES)), length > PART_BYTES);
                    }
                    wanted = true;
                    length = 0;
                }
                start = end + 1;
            }
        }
        if (wanted && length > 0) {
            line(budget, Arrays.copyOf(line, (int) Math.min(length, PART_BYTES)), true);
        }
        return true;
    }

    private void line(Budget budget, byte[] line, boolean cutOff) {
        if (!cutOff) {
            if (isWanted(line) || needsMessages()) {
                budget.lines--;
                add(head, line);
            }
        } else if (needsMessages() || (prompts && has(line, PROMPTS))) {
            budget.lines--;
            head.add(EntryFacts.ofBeginning(line));
        }
    }

    /** Whether what only messages say is still unknown. */
    private boolean needsMessages() {
        return head.sidechain == null || !head.firstPrompt.isFinal();
    }

    private static void fold(SessionDigest digest, byte[] part, int from) {
        int start = from;
        while (start < part.length) {
            int end = lineFeed(part, start);
            add(digest, Arrays.copyOfRange(part, start, end));
            start = end + 1;
        }
    }

    private static void add(SessionDigest digest, byte[] line) {
        EntryFacts entry = EntryFacts.of(line);
        if (entry != null) {
            digest.add(entry);
            return;
        }
        JoinedLine joined = JoinedLine.of(line);
        if (joined != null) {
            for (byte[] object : joined.objects()) {
                EntryFacts of = EntryFacts.of(object);
                if (of != null) {
                    digest.add(of);
                }
            }
        }
    }

    /** Whether something may be in it that is looked for everywhere. */
    private boolean isWanted(byte[] line) {
        if (tail.gitBranch == null && has(line, BRANCH)) {
            lastBranch = line;
        }
        return has(line, FIELDS) || (prompts && (head.promptTimeOpen() || has(line, PROMPTS)));
    }

    /** Whether one of the strings may be in it. */
    private static boolean has(byte[] line, byte[][] names) {
        for (int i = 0; i < line.length; i++) {
            if (line[i] == '"') {
                for (byte[] field : names) {
                    if (startsWith(line, i, field)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static boolean startsWith(byte[] line, int at, byte[] field) {
        if (line.length - at < field.length || line[at + 1] != field[1]) {
            return false;
        }
        return Arrays.equals(line, at, at + field.length, field, 0, field.length);
    }

    private static byte[] name(String field) {
        return ('"' + field + '"').getBytes(StandardCharsets.US_ASCII);
    }

    private byte[] bytes(long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        channel.position(position);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                break;
            }
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    /** The next line feed, or the end. */
    private static int lineFeed(byte[] part, int from) {
        int at = from;
        while (at < part.length && part[at] != '\n') {
            at++;
        }
        return at;
    }
}
