package dev.agentsdk.process.internal.run;

/** The last bytes of a stream, in a ring that grows with what is written, up to its limit. */
final class TailBytes {

    private static final int FIRST_SIZE = 1 << 10;

    private final int limit;
    private byte[] ring = new byte[0];
    private int size;

    /** Where the next byte goes. */
    private int next;

    TailBytes(int limit) {
        this.limit = limit;
    }

    void add(byte[] buffer, int offset, int length) {
        int kept = Math.min(length, limit);
        if (kept == 0) {
            return;
        }
        ensureCapacity((int) Math.min(limit, (long) size + kept));
        int from = offset + length - kept;
        int untilWrap = Math.min(kept, ring.length - next);
        System.arraycopy(buffer, from, ring, next, untilWrap);
        System.arraycopy(buffer, from + untilWrap, ring, 0, kept - untilWrap);
        next = (next + kept) % ring.length;
        size = (int) Math.min(ring.length, (long) size + kept);
    }

    /** Below the limit the ring never wraps: it grows, and its content lies at its beginning. */
    private void ensureCapacity(int needed) {
        if (needed > ring.length) {
            long doubled = Math.max(FIRST_SIZE, 2L * ring.length);
            byte[] larger = new byte[(int) Math.min(limit, Math.max(doubled, needed))];
            System.arraycopy(ring, 0, larger, 0, size);
            ring = larger;
            next = size % ring.length;
        }
    }

    byte[] toByteArray() {
        byte[] bytes = new byte[size];
        int start = size == 0 ? 0 : Math.floorMod(next - size, ring.length);
        int untilWrap = Math.min(size, ring.length - start);
        System.arraycopy(ring, start, bytes, 0, untilWrap);
        System.arraycopy(ring, 0, bytes, untilWrap, size - untilWrap);
        return bytes;
    }
}
