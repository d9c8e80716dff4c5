package dev.agentsdk.process.internal.posix;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An array of {@code struct pollfd} outside the heap. Used by one thread at a time and freed by it.
 */
final class PollSet implements AutoCloseable {

    private static final int STRUCT_SIZE = 8;
    private static final int EVENTS = 4;
    private static final int REVENTS = 6;

    private static final long FIRST_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final long address;
    private int size;

    PollSet(int capacity) {
        this.address = NativeMemory.allocate((long) capacity * STRUCT_SIZE);
    }

    void clear() {
        size = 0;
    }

    /** Adds a descriptor; returns its slot. */
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
        return (timeoutMillis != 0 && VirtualThreads.isCurrent())
                ? pollInTurns(timeoutMillis)
                : pollOnce(timeoutMillis);
    }

    /** A virtual thread that waited in the system call would hold its carrier: it looks, and sleeps in between. */
    private boolean pollInTurns(int timeoutMillis) {
        long start = System.nanoTime();
        long timeout = timeoutMillis < 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        long pause = FIRST_PAUSE_NANOS;
        boolean interrupted = false;
        try {
            while (!pollOnce(0)) {
                long left = timeout - (System.nanoTime() - start);
                if (left <= 0) {
                    return false;
                }
                LockSupport.parkNanos(Math.min(pause, left));
                // As in the system call, an interruption does not shorten the wait.
                interrupted |= Thread.interrupted();
                pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
            }
            return true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean pollOnce(int timeoutMillis) {
        int ready = LibC.poll(address, size, timeoutMillis);
        if (ready < 0 && ready != -Errno.EINTR) {
            throw new IllegalStateException("poll failed: " + Errno.describe(-ready));
        }
        return ready > 0;
    }

    /**
     * Whether something happened at a slot: readable, writable, hung up, broken.
     *
     * @throws IllegalStateException if the descriptor in it is not open, which is a fault of this launcher and no event
     */
    boolean isReady(int slot) {
        if (slot < 0) {
            return false;
        }
        short events = NativeMemory.IO.getShort(address + (long) slot * STRUCT_SIZE + REVENTS);
        if ((events & LibC.POLLNVAL) != 0) {
            throw new IllegalStateException("Descriptor "
                    + NativeMemory.IO.getInt(address + (long) slot * STRUCT_SIZE)
                    + " was closed while it was polled.");
        }
        return events != 0;
    }

    @Override
    public void close() {
        NativeMemory.free(address);
    }
}
