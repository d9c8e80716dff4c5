package dev.agentsdk.transport.internal;

import java.nio.charset.StandardCharsets;

/** The last bytes of stderr, in a ring. Grows with what is written, up to its limit. */
public final class StderrTail {

    /** How much is kept. */
    public static final int LIMIT = 64 << 10;

    private static final int FIRST_SIZE = 1 << 10;

    private byte[] ring = new byte[0];
    private int size;
    private int next;

    /** Makes an empty tail. */
    public StderrTail() {}

    /**
     * Adds bytes.
     *
     * @param buffer holds them
     * @param offset where they begin
     * @param length how many they are
     */
    public synchronized void add(byte[] buffer, int offset, int length) {
        int kept = Math.min(length, LIMIT);
        ensureCapacity(Math.min(LIMIT, size + kept));
        int from = offset + length - kept;
        int untilWrap = Math.min(kept, ring.length - next);
        System.arraycopy(buffer, from, ring, next, untilWrap);
        System.arraycopy(buffer, from + untilWrap, ring, 0, kept - untilWrap);
        next = (next + kept) % Math.max(1, ring.length);
        size = Math.min(ring.length, size + kept);
    }

    /** Below the limit the ring never wraps: it grows, and its content lies at its beginning. */
    private void ensureCapacity(int needed) {
        if (needed > ring.length) {
            int capacity = Math.min(LIMIT, Math.max(FIRST_SIZE, Math.max(needed, 2 * ring.length)));
            byte[] larger = new byte[capacity];
            System.arraycopy(ring, 0, larger, 0, size);
            ring = larger;
            next = size;
        }
    }

    /**
     * What is kept. A character that the beginning cuts through shows as U+FFFD.
     *
     * @return the text
     */
    public synchronized String text() {
        byte[] tail = new byte[size];
        int start = ring.length == 0 ? 0 : Math.floorMod(next - size, ring.length);
        int untilWrap = Math.min(size, ring.length - start);
        System.arraycopy(ring, start, tail, 0, untilWrap);
        System.arraycopy(ring, 0, tail, untilWrap, size - untilWrap);
        return new String(tail, StandardCharsets.UTF_8);
    }
}
