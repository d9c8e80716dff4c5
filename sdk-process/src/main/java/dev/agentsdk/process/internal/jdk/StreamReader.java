package dev.agentsdk.process.internal.jdk;

import dev.agentsdk.process.Deadline;
import dev.agentsdk.process.internal.DaemonThreads;
import dev.agentsdk.process.internal.Waits;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one stream of a JDK process on a thread of its own. A read that waits cannot be ended by anything but the other
 * side: closing the stream does not wake it. So a reader may have to be abandoned; what it brings afterwards is thrown
 * away.
 *
 * <p>The sink is called outside any lock: it may wait, and may close, pause or resume this very reader. The end is told
 * once, after the last bytes: by the thread that closes the reader, which may hold the lock of the ending; or, if the sink
 * has bytes in its hands just then, by the reading thread when it gets them back.
 */
final class StreamReader {

    private static final Logger log = LoggerFactory.getLogger(StreamReader.class);
    private static final int CHUNK = 65_536;

    /** Takes what was read. */
    interface Sink {
        void onBytes(byte[] buffer, int length);
    }

    /** Told what becomes of the reading. */
    interface Ending {
        /** The sink has thrown; the end follows. Called by the reading thread. */
        void onFailure();

        /** After the last bytes. Called by the reading thread, or by one of its own if another thread has closed the stream. */
        void onEnd();
    }

    private enum State {
        READING,
        PASSING,
        ENDED
    }

    private final InputStream stream;
    private final Sink sink;
    private final Ending ending;
    private final Thread thread;

    private final AtomicReference<State> state = new AtomicReference<>(State.READING);
    private final CountDownLatch atEnd = new CountDownLatch(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean paused;
    private volatile boolean closed;

    /** Reports the end, if the reading thread does not; null if there is none. */
    private volatile @Nullable Thread reporter;

    /** When the read under way began; 0 between reads. */
    private volatile long readingSince;

    private final AtomicLong bytesRead = new AtomicLong();

    /**
     * Makes a reader that has not been started.
     *
     * @param stream the raw stream of the process
     * @param name the thread's name
     * @param sink called by the reading thread
     * @param ending told how it ends
     */
    StreamReader(InputStream stream, String name, Sink sink, Ending ending) {
        this.stream = stream;
        this.sink = sink;
        this.ending = ending;
        this.thread = DaemonThreads.create(this::run, name);
    }

    Thread thread() {
        return thread;
    }

    /** Open when nothing more is passed on, a moment before that is told. */
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

    /** Closes the stream. A read under way goes on in the kernel, but its bytes are thrown away. Does not wait. */
    void close() {
        end(State.READING, true);
    }

    /**
     * Waits until the end of the reading was reported, if another thread than the reading one has closed the stream.
     *
     * @return false if a listener did not return in time
     */
    boolean awaitReport(Deadline deadline) {
        Thread reporting = reporter;
        return reporting == null || Waits.join(reporting, deadline);
    }

    /** {@link #close()} without a report of the end, for a reader that no listener knows yet. */
    void discard() {
        end(State.READING, false);
    }

    private void end(State from, boolean tell) {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        closeStream();
        if (state.compareAndSet(from, State.ENDED)) {
            atEnd.countDown();
            if (tell) {
                reportEnd();
            }
        }
    }

    /** A thread that closes the stream may hold the lock of the ending, and a listener may block: it gets its own thread. */
    private void reportEnd() {
        if (Thread.currentThread() == thread) {
            ending.onEnd();
            return;
        }
        try {
            Thread reporting = DaemonThreads.create(ending::onEnd, thread.getName() + "-end");
            reporter = reporting;
            reporting.start();
        } catch (OutOfMemoryError e) {
            // No thread can be created. The end must be reported all the same: a session waits for it.
            reporter = null;
            ending.onEnd();
        }
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
        }
        end(State.READING, true);
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

    /** False when nothing more is to be passed on. */
    private boolean pass(byte[] buffer, int length) {
        if (!state.compareAndSet(State.READING, State.PASSING)) {
            return false;
        }
        try {
            sink.onBytes(buffer, length);
        } catch (RuntimeException | Error e) {
            log.error("The listener of {} has failed", thread.getName(), e);
            ending.onFailure();
            end(State.PASSING, true);
            return false;
        }
        state.set(State.READING);
        return !closed;
    }
}
