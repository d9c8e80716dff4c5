package dev.agentsdk.process.internal.posix;

/** Copies several arrays, one after the other, into memory outside the heap, a piece at a time. */
final class PartsCursor {

    private final byte[][] parts;
    private int part;
    private int offset;

    PartsCursor(byte[][] parts) {
        this.parts = parts;
        skipFinished();
    }

    private void skipFinished() {
        while (part < parts.length && offset == parts[part].length) {
            part++;
            offset = 0;
        }
    }

    boolean hasMore() {
        return part < parts.length;
    }

    /** Copies the next bytes; returns how many. */
    int copyTo(long address, int capacity) {
        int copied = 0;
        while (hasMore() && copied < capacity) {
            int length = Math.min(capacity - copied, parts[part].length - offset);
            NativeMemory.IO.putByteArray(address + copied, parts[part], offset, length);
            copied += length;
            offset += length;
            skipFinished();
        }
        return copied;
    }
}
