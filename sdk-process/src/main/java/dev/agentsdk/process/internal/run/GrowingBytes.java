package dev.agentsdk.process.internal.run;

import java.util.Arrays;

/** Bytes in an array that grows with them, up to a limit that the caller keeps. */
final class GrowingBytes {

    private static final int FIRST_SIZE = 1 << 10;
    private static final int KEPT_CAPACITY = 64 << 10;

    private byte[] array = new byte[0];
    private int size;

    int size() {
        return size;
    }

    byte[] array() {
        return array;
    }

    /** Adds bytes; the array never becomes longer than {@code most}. */
    void add(byte[] buffer, int offset, int length, int most) {
        if (length > array.length - size) {
            long doubled = Math.max(FIRST_SIZE, 2L * array.length);
            array = Arrays.copyOf(array, (int) Math.min(most, Math.max(doubled, (long) size + length)));
        }
        System.arraycopy(buffer, offset, array, size, length);
        size += length;
    }

    /** Forgets what comes behind the first bytes. A large array is not kept for what fits into a small one. */
    void truncate(int newSize) {
        size = newSize;
        if (array.length > KEPT_CAPACITY && newSize <= KEPT_CAPACITY) {
            array = Arrays.copyOf(array, KEPT_CAPACITY);
        }
    }

    byte[] toByteArray() {
        return Arrays.copyOf(array, size);
    }
}
