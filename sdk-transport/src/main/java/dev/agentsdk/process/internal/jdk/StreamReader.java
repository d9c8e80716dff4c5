package dev.agentsdk.process.internal.jdk;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one stream of a JDK process on a thread of its own. A read that waits cannot be ended by anything but the other
 * side: closing the stream does not wake it. So a reader may have to be abandoned; what it brings afterwards is thrown
 * away.
 */
final class StreamReader {

    private static final Logger log = LoggerFactory.getLogger(StreamReader.class);
    private static final int CHUNK = 65_536;

    /** Takes what was read. */
    interface Sink {
        void onBytes(byte[] buffer, int length);
    }

    private final InputStream stream;
    private final Sink sink;
    private final Runnable onEnd;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final CountDownLatch atEnd = new CountDownLatch(1);
    private boolean paused;
    private boolean closed;

    /** When the read under way began; 0 between reads. */
    private volatile long readingSince;

    private final AtomicLong bytesRead = new AtomicLong();

    /**
     * Makes a reader that has not been started.
     *
     * @param stream the raw stream of the process
     * @param name the thread's name
     * @param sink called by the reading thread, never after {@link #close()} has returned
     * @param onEnd called by the reading thread after the last bytes, unless the reader is abandoned
     */
    StreamReader(InputStream stream, String name, Sink sink, Runnable onEnd) {
        this.stream = stream;
        this.sink = sink;
        this.onEnd = onEnd;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    Thread thread() {
        return thread;
    }

    /** Open when nothing more is read. */
    CountDownLatch atEnd() {
        return atEnd;
    }

    /** Whether the read under way has waited for so long. */
    boolean isStuck(Duration time) {
        long since = readingSince;
        return since != 0 && System.nanoTime() - since > time.toNanos();
    }

    /** How many bytes have come so far. */
    long bytesRead() {
        return bytesRead.get();
    }

    void pause(boolean pause) {
        lock.lock();
        try {
            paused = pause;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Closes the stream. A read under way goes on in the kernel, but its bytes are thrown away. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        closeStream();
        atEnd.countDown();
    }

    private void closeStream() {
        try {
            stream.close();
        } catch (IOException e) {
            log.debug("A stream of a process could not be closed: {}", e.toString());
        }
    }

    private void run() {
        try {
            byte[] buffer = new byte[CHUNK];
            while (awaitResumed()) {
                readingSince = System.nanoTime() | 1;
                int length = stream.read(buffer);
                readingSince = 0;
                bytesRead.addAndGet(Math.max(0, length));
                if (length < 0 || !pass(buffer, length)) {
                    break;
                }
            }
        } catch (IOException e) {
            // Closed by us or by the JDK after the end of the process: an end like any other.
            log.trace("The stream has ended: {}", e.toString());
        } catch (RuntimeException | Error e) {
            log.error("The listener of {} has failed", thread.getName(), e);
            closeStream();
        } finally {
            atEnd.countDown();
            onEnd.run();
        }
    }

    /** Waits while paused; bounded by {@link #close()}. False when closed. */
    private boolean awaitResumed() {
        lock.lock();
        try {
            while (paused && !closed) {
                changed.awaitUninterruptibly();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Under the lock, so that a closed reader passes nothing on. The sink does not wait. */
    private boolean pass(byte[] buffer, int length) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            sink.onBytes(buffer, length);
            return true;
        } finally {
            lock.unlock();
        }
    }
}
