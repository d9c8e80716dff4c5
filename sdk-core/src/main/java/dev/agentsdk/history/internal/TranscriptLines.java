package dev.agentsdk.history.internal;

import dev.agentsdk.message.SkippedLine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;

/**
 * Reads the lines of a transcript one after the other. Memory is bounded by the longest line that is wanted, however
 * long the file and its lines are.
 */
final class TranscriptLines {

    private static final int READ_BYTES = 64 * 1024;
    private static final int HEAD_BYTES = 200;

    /** Receives lines. */
    interface Sink {
        /** A line without its line feed, not blank, owned by the receiver. {@code complete} is false if none ended it. */
        void line(byte[] line, boolean complete);

        /** A line that is too long. */
        void skipped(SkippedLine line);
    }

    private final int maxLineBytes;
    private final Sink sink;

    /** The beginning of a line whose end has not been read yet. */
    private byte[] open = new byte[0];

    /** How long that line is by now; more than {@link #open} holds if it is too long. */
    private long openBytes;

    private TranscriptLines(int maxLineBytes, Sink sink) {
        this.maxLineBytes = maxLineBytes;
        this.sink = sink;
    }

    /** Reads the first {@code size} bytes of a file: a writer that is faster than this reader must not hold it. */
    static void read(SeekableByteChannel file, long size, int maxLineBytes, Sink sink) throws IOException {
        TranscriptLines lines = new TranscriptLines(maxLineBytes, sink);
        ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
        long left = size;
        while (left > 0) {
            buffer.clear().limit((int) Math.min(READ_BYTES, left));
            int read = file.read(buffer);
            if (read < 0) {
                break;
            }
            lines.take(buffer.array(), read);
            left -= read;
        }
        lines.end(false);
    }

    private void take(byte[] bytes, int length) {
        int start = 0;
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '\n') {
                keep(bytes, start, i - start);
                end(true);
                start = i + 1;
            }
        }
        keep(bytes, start, length - start);
    }

    private void keep(byte[] bytes, int offset, int length) {
        // What is over the limit is counted; of it only what a report shows is kept.
        int kept = (int) Math.min(openBytes, open.length);
        int room = Math.max(0, maxLineBytes - kept);
        int taken = openBytes > maxLineBytes ? 0 : Math.min(length, room);
        if (taken > 0) {
            if (kept + taken > open.length) {
                open = Arrays.copyOf(open, Math.max(kept + taken, (int) Math.min(maxLineBytes, 2L * open.length)));
            }
            System.arraycopy(bytes, offset, open, kept, taken);
        }
        openBytes += length;
    }

    private void end(boolean complete) {
        long length = openBytes;
        openBytes = 0;
        if (length > maxLineBytes) {
            byte[] head = Arrays.copyOf(open, Math.min(open.length, HEAD_BYTES));
            open = new byte[0];
            sink.skipped(SkippedLine.of(SkippedLine.Reason.OVERSIZE, length, head));
            return;
        }
        int start = 0;
        int end = (int) length;
        while (start < end && isBlank(open[start])) {
            start++;
        }
        while (end > start && isBlank(open[end - 1])) {
            end--;
        }
        if (start < end) {
            sink.line(Arrays.copyOfRange(open, start, end), complete);
        }
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }

    /** What stands for a line that is not a JSON object. */
    static SkippedLine malformed(byte[] line, boolean complete) {
        return SkippedLine.of(
                complete ? SkippedLine.Reason.MALFORMED : SkippedLine.Reason.TRUNCATED,
                line.length,
                Arrays.copyOf(line, Math.min(line.length, HEAD_BYTES)));
    }
}
