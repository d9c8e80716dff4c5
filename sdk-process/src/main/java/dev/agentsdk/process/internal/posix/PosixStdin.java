package dev.agentsdk.process.internal.posix;

import dev.agentsdk.process.Deadline;
import dev.agentsdk.process.StdinClosedException;
import dev.agentsdk.process.internal.Waits;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The write end of a child's stdin. Writers write on their own threads, one at a time; one that waits for the pipe comes
 * out when {@link #refuseWrites} or {@link #close} is called.
 */
final class PosixStdin {

    private final int pid;
    private final BooleanSupplier exited;
    private final WakeUp wake;
    private final Descriptor descriptor;
    private final ReentrantLock writing = new ReentrantLock();

    private volatile boolean writesRefused;
    private volatile boolean closed;

    /**
     * Takes over a descriptor.
     *
     * @param fd its number
     * @param pid whose stdin it is
     * @param wake for the writers; closed by {@link #closeWakeUp}
     * @param exited whether the child is known to have exited
     */
    PosixStdin(int fd, int pid, WakeUp wake, BooleanSupplier exited) {
        this.pid = pid;
        this.exited = exited;
        this.wake = wake;
        this.descriptor = new Descriptor(fd, wake::wake);
    }

    /**
     * Writes all parts, or none of them.
     *
     * @return false if nothing was written when the time was up. If something was, stdin is closed then: nobody could tell
     *     the next line from the rest of this one
     * @throws StdinClosedException if it is closed on either side
     */
    boolean write(Deadline deadline, byte[]... parts) {
        if (!Waits.tryLock(writing, deadline)) {
            return false;
        }
        try {
            return writeLocked(deadline, parts);
        } finally {
            writing.unlock();
        }
    }

    private boolean writeLocked(Deadline deadline, byte[][] parts) {
        boolean begun = false;
        NativeMemory.Chunk chunk = NativeMemory.borrow();
        try {
            PartsCursor cursor = new PartsCursor(parts);
            if (!cursor.hasMore() && (writesRefused || exited.getAsBoolean() || closed)) {
                throw stdinClosed();
            }
            while (cursor.hasMore()) {
                int length = cursor.copyTo(chunk.address, NativeMemory.Chunk.SIZE);
                for (int done = 0; done < length; ) {
                    int written = writeSome(chunk.address + done, length - done, deadline);
                    if (written == 0) {
                        if (begun) {
                            close();
                        }
                        return false;
                    }
                    begun = true;
                    done += written;
                }
            }
            return true;
        } finally {
            NativeMemory.giveBack(chunk);
        }
    }

    /** How many bytes were written; 0 when the time is up. */
    private int writeSome(long address, int length, Deadline deadline) {
        while (true) {
            int fd = writesRefused ? -1 : descriptor.enter();
            if (fd < 0) {
                throw stdinClosed();
            }
            try {
                long written = LibC.write(fd, address, length);
                if (written > 0) {
                    return (int) written;
                }
                if (written == -Errno.EAGAIN) {
                    if (!awaitWritable(fd, deadline)) {
                        return 0;
                    }
                } else if (written != -Errno.EINTR) {
                    throw new StdinClosedException(
                            "Process " + pid + " does not read its stdin any more: " + Errno.describe((int) -written));
                }
            } finally {
                descriptor.exit();
            }
        }
    }

    private StdinClosedException stdinClosed() {
        return new StdinClosedException("stdin of process " + pid + " is closed.");
    }

    /** Bounded by the deadline, and by the wake-up of an ending. False when the time is up. */
    private boolean awaitWritable(int fd, Deadline deadline) {
        if (deadline.hasPassed()) {
            return false;
        }
        int wakeFd = wake.descriptor().enter();
        try (PollSet set = new PollSet(2)) {
            set.add(fd, LibC.POLLOUT);
            if (wakeFd >= 0) {
                // Never reset: from the first wake-up on there are no more writes.
                set.add(wakeFd, LibC.POLLIN);
            }
            set.poll(deadline.remainingMillis());
            return true;
        } finally {
            if (wakeFd >= 0) {
                wake.descriptor().exit();
            }
        }
    }

    /**
     * Does something between two writes.
     *
     * @return false if a write was under way until the deadline
     */
    boolean betweenWrites(Deadline deadline, Runnable work) {
        if (!Waits.tryLock(writing, deadline)) {
            return false;
        }
        try {
            work.run();
            return true;
        } finally {
            writing.unlock();
        }
    }

    /** Fails writes from now on, and the one under way. The child sees no end by that. */
    void refuseWrites() {
        writesRefused = true;
        wake.wake();
    }

    /** Sends EOF. When this returns, the descriptor is closed. */
    void close() {
        // First: who sees the child's exit asks whether that was the cause.
        closed = true;
        descriptor.close();
    }

    boolean isClosed() {
        return closed;
    }

    /** After {@link #close}. */
    void closeWakeUp() {
        wake.close();
    }
}
