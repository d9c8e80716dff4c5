package dev.agentsdk.benchmarks;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Counts what is written and keeps its beginning. */
final class Capture extends OutputStream {

    static final int KEPT = 64 << 10;

    private final byte[] kept = new byte[KEPT];
    private long total;
    private int size;

    @Override
    public synchronized void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        int more = Math.min(length, kept.length - size);
        System.arraycopy(bytes, offset, kept, size, more);
        size += more;
        total += length;
    }

    /** So many bytes came and were not kept. */
    synchronized void passed(long bytes) {
        total += bytes;
    }

    synchronized long total() {
        return total;
    }

    synchronized String text() {
        return new String(kept, 0, size, StandardCharsets.UTF_8);
    }
}
