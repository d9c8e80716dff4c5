package dev.agentsdk.transport.internal;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Cuts a stream of bytes into lines at LF. Lines that lie within one chunk are handed on as slices of it, without a copy;
 * only what spans chunks is collected, up to the line limit. Of a longer line nothing but its first bytes is kept while it
 * passes.
 *
 * <p>Only LF ends a line: JSON escapes LF in strings, and the other separators of Unicode may stand in them as they are.
 */
public final class LineFramer {

    private static final int KEPT_HEAD_BYTES = 200;

    /** Receives lines. */
    public interface Sink {
        /**
         * A whole line, without its LF.
         *
         * @param buffer holds the line; its content may change after the call returns
         * @param offset where it begins
         * @param length its length
         */
        void onLine(byte[] buffer, int offset, int length);

        /**
         * A line over the limit has passed.
         *
         * @param size its length
         * @param head its first bytes
         */
        void onOversizeLine(long size, byte[] head);

        /**
         * The stream has ended behind these bytes, without LF.
         *
         * @param bytes the bytes
         */
        void onUnterminatedLine(byte[] bytes);
    }

    private final int maxLineBytes;
    private final Sink sink;

    /** The beginning of a line whose end has not come; empty between lines. */
    private final Partial partial = new Partial();

    /** The length of the oversize line that is passing; 0 if none is. */
    private long oversize;

    private byte[] oversizeHead = new byte[0];

    /**
     * Makes a framer.
     *
     * @param maxLineBytes the longest line that is handed on
     * @param sink receives the lines
     */
    public LineFramer(int maxLineBytes, Sink sink) {
        this.maxLineBytes = maxLineBytes;
        this.sink = sink;
    }

    /**
     * Takes the next bytes of the stream.
     *
     * @param buffer holds them
     * @param offset where they begin
     * @param length how many they are
     */
    public void accept(byte[] buffer, int offset, int length) {
        int start = offset;
        int end = offset + length;
        while (start < end) {
            int lineFeed = Newlines.indexOf(buffer, start, end);
            if (lineFeed < 0) {
                keep(buffer, start, end - start);
                return;
            }
            finish(buffer, start, lineFeed - start);
            start = lineFeed + 1;
        }
    }

    /** The stream has ended. */
    public void end() {
        if (oversize > 0) {
            reportOversize();
        } else if (partial.size() > 0) {
            sink.onUnterminatedLine(partial.toByteArray());
            partial.clear();
        }
    }

    /** Lets go of the memory of a line whose end has not come. Allocates nothing. */
    void discard() {
        oversize = 0;
        partial.release();
    }

    private void keep(byte[] buffer, int start, int length) {
        if (oversize > 0) {
            oversize += length;
        } else if ((long) partial.size() + length > maxLineBytes) {
            beginOversize(buffer, start, length);
        } else {
            partial.write(buffer, start, length);
        }
    }

    private void finish(byte[] buffer, int start, int length) {
        if (oversize > 0) {
            oversize += length;
            reportOversize();
        } else if ((long) partial.size() + length > maxLineBytes) {
            beginOversize(buffer, start, length);
            reportOversize();
        } else if (partial.size() == 0) {
            partial.endLine();
            sink.onLine(buffer, start, length);
        } else {
            partial.write(buffer, start, length);
            byte[] whole = partial.array();
            int size = partial.size();
            partial.endLine();
            sink.onLine(whole, 0, size);
        }
    }

    private void beginOversize(byte[] buffer, int start, int length) {
        oversize = (long) partial.size() + length;
        int before = Math.min(partial.size(), KEPT_HEAD_BYTES);
        int more = Math.min(length, KEPT_HEAD_BYTES - before);
        oversizeHead = Arrays.copyOf(partial.array(), before + more);
        System.arraycopy(buffer, start, oversizeHead, before, more);
        partial.clear();
    }

    private void reportOversize() {
        long size = oversize;
        oversize = 0;
        sink.onOversizeLine(size, oversizeHead);
    }

    /** Grows as needed and shows its array without a copy. */
    private static final class Partial extends ByteArrayOutputStream {
        private static final int KEPT_CAPACITY = 8192;
        private static final byte[] NONE = new byte[0];

        Partial() {
            super(0);
        }

        byte[] array() {
            return buf;
        }

        /** Empties it for the next line. A large array stays while lines need it, for large ones come in rows. */
        void endLine() {
            if (count < buf.length / 4) {
                clear();
            } else {
                reset();
            }
        }

        /** Empties it and lets a large array go. */
        void clear() {
            reset();
            if (buf.length > KEPT_CAPACITY) {
                buf = NONE;
            }
        }

        void release() {
            reset();
            buf = NONE;
        }
    }
}
