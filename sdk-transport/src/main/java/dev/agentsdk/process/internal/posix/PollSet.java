package dev.agentsdk.process.internal.posix;

/**
 * An array of {@code struct pollfd} outside the heap. Used by one thread at a time and freed by it.
 */
final class PollSet implements AutoCloseable {

    private static final int STRUCT_SIZE = 8;
    private static final int EVENTS = 4;
    private static final int REVENTS = 6;

    private final long address;
    private int size;

    PollSet(int capacity) {
        this.address = NativeMemory.allocate((long) capacity * STRUCT_SIZE);
    }

    void clear() {
        size = 0;
    }

    /** Adds a descriptor; returns its place. */
    int add(int fd, short events) {
        long entry = address + (long) size * STRUCT_SIZE;
        NativeMemory.IO.putInt(entry, fd);
        NativeMemory.IO.putShort(entry + EVENTS, events);
        NativeMemory.IO.putShort(entry + REVENTS, (short) 0);
        return size++;
    }

    /**
     * Waits for events.
     *
     * @param timeoutMillis bounds the wait; below zero there is no bound but a wake-up descriptor in the set
     * @return whether there are any; false also after an interrupted call: look again at what you wait for
     */
    boolean poll(int timeoutMillis) {
        int ready = LibC.poll(address, size, timeoutMillis);
        if (ready < 0 && ready != -Errno.EINTR) {
            throw new IllegalStateException("poll failed: " + Errno.describe(-ready));
        }
        return ready > 0;
    }

    /** Whether something happened at a place: readable, writable, hung up, broken. */
    boolean isReady(int place) {
        return place >= 0 && NativeMemory.IO.getShort(address + (long) place * STRUCT_SIZE + REVENTS) != 0;
    }

    @Override
    public void close() {
        NativeMemory.free(address);
    }
}
