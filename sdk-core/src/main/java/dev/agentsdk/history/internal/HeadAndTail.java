package dev.agentsdk.history.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import java.util.function.Predicate;

/**
 * The first and the last 64 KiB of a transcript, which is all that a list of sessions reads of it. A line that is cut
 * off by the end of the first part is read as far as it goes; one that began before the second part is left out.
 */
final class HeadAndTail {

    static final int PART_BYTES = 64 * 1024;

    private final byte[] head;
    private final byte[] tail;

    /** Whether the two are one and the same: all of a small file. */
    private final boolean whole;

    private HeadAndTail(byte[] head, byte[] tail, boolean whole) {
        this.head = head;
        this.tail = tail;
        this.whole = whole;
    }

    /** Reads a file, as long as it is now. */
    static HeadAndTail read(SeekableByteChannel channel) throws IOException {
        long size = channel.size();
        byte[] head = read(channel, 0, (int) Math.min(size, PART_BYTES));
        if (size <= PART_BYTES) {
            return new HeadAndTail(head, head, true);
        }
        return new HeadAndTail(head, read(channel, size - PART_BYTES, PART_BYTES), false);
    }

    private static byte[] read(SeekableByteChannel channel, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        channel.position(position);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                break;
            }
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    /** What the beginning says. Reading stops as soon as nothing more can come of it, unless titles are wanted too. */
    SessionDigest headDigest(boolean titlesToo) {
        SessionDigest digest = new SessionDigest();
        boolean all = whole || titlesToo;
        Predicate<SessionDigest> enough = d -> !all && (d.isSidechain() || isFull(d));
        fold(digest, head, 0, !whole, enough);
        return digest;
    }

    private static boolean isFull(SessionDigest head) {
        return head.firstPrompt.isFinal() && head.cwd != null && head.createdAt != null && head.firstGitBranch != null;
    }

    /** What the end says; the same as the beginning for a small file. */
    SessionDigest tailDigest() {
        SessionDigest digest = new SessionDigest();
        int start = 0;
        if (!whole) {
            // The first line began before: what is left of it is no JSON.
            start = indexOf(tail, 0);
            start = start == tail.length ? start : start + 1;
        }
        fold(digest, tail, start, false, d -> false);
        return digest;
    }

    boolean isWhole() {
        return whole;
    }

    private static void fold(
            SessionDigest digest, byte[] part, int from, boolean cutOff, Predicate<SessionDigest> enough) {
        int start = from;
        while (start < part.length && !enough.test(digest)) {
            int end = indexOf(part, start);
            byte[] line = Arrays.copyOfRange(part, start, end);
            EntryFacts entry = cutOff && end == part.length ? EntryFacts.ofBeginning(line) : EntryFacts.of(line);
            if (entry != null) {
                digest.add(entry);
            }
            start = end + 1;
        }
    }

    /** The next line feed, or the end. */
    private static int indexOf(byte[] part, int from) {
        int at = from;
        while (at < part.length && part[at] != '\n') {
            at++;
        }
        return at;
    }
}
