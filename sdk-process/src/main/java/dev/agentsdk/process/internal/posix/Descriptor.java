package dev.agentsdk.process.internal.posix;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A file descriptor that is closed only when no thread is inside a system call on it: a number that is closed under
 * another thread's call may already be another file, and the kernel keeps a pipe open for as long as a {@code poll} or
 * {@code read} on it lasts.
 *
 * <p>Whoever uses it enters before and exits after; {@link #close()} lets nobody in, wakes who is inside, waits for them
 * to leave and closes.
 */
final class Descriptor {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition left = lock.newCondition();
    private final int fd;
    private final Runnable wakeUsers;
    private int users;
    private boolean closing;

    /**
     * Takes over a descriptor.
     *
     * @param fd the number
     * @param wakeUsers makes those who wait on the descriptor come out; must not wait itself
     */
    Descriptor(int fd, Runnable wakeUsers) {
        this.fd = fd;
        this.wakeUsers = wakeUsers;
    }

    /** The number, to be used until {@link #exit()}; -1 if it is closed. */
    int enter() {
        lock.lock();
        try {
            if (closing) {
                return -1;
            }
            users++;
            return fd;
        } finally {
            lock.unlock();
        }
    }

    void exit() {
        lock.lock();
        try {
            users--;
            if (closing && users == 0) {
                left.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closing;
        } finally {
            lock.unlock();
        }
    }

    /** Closes it. When this returns, the kernel has released it. Later calls do nothing and may return earlier. */
    void close() {
        lock.lock();
        try {
            if (closing) {
                return;
            }
            closing = true;
            if (users > 0) {
                wakeUsers.run();
                // Bounded by the users' next look at what woke them: they never wait inside without the wake-up.
                while (users > 0) {
                    left.awaitUninterruptibly();
                }
            }
        } finally {
            lock.unlock();
        }
        LibC.close(fd);
    }
}
