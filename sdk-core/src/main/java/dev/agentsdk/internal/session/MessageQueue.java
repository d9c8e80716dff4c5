package dev.agentsdk.internal.session;

import dev.agentsdk.internal.session.RunTracker.ResultMark;
import dev.agentsdk.message.SkippedLine;
import dev.agentsdk.spi.Deadline;
import java.util.ArrayDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the agent has said and the application has not yet taken: lines, still unparsed, bounded in bytes. The reader
 * thread adds and never waits; past the bound it is told to stop reading, so that the agent's own pipe holds it back. The
 * thread of a session store's mirror adds its failures.
 *
 * <p>Reading goes on past the bound, up to a harder one, while the answer to a control request is awaited, because that
 * answer lies behind the messages; and without bound while the session is being closed, when what does not fit is
 * dropped: an agent that must finish is not to be held back any more.
 */
final class MessageQueue {

    private static final Logger log = LoggerFactory.getLogger(MessageQueue.class);

    /** More than there are ever entries or waiting threads. */
    private static final int PERMITS_AT_END = 1 << 30;

    /** A line, or a notice that stands in the place of one. */
    static final class Entry {
        private final byte[] line;
        private final String type;
        private final @Nullable SkippedLine notice;
        private final @Nullable ResultMark mark;

        private Entry(byte[] line, String type, @Nullable SkippedLine notice, @Nullable ResultMark mark) {
            this.line = line;
            this.type = type;
            this.notice = notice;
            this.mark = mark;
        }

        byte[] line() {
            return line;
        }

        /** The wire type; empty if it is not known. */
        String type() {
            return type;
        }

        @Nullable
        SkippedLine notice() {
            return notice;
        }

        /** What is known of a result, also of one that was skipped; null for anything else. */
        @Nullable
        ResultMark mark() {
            return mark;
        }

        /** Whether it is no message, but the place where the run was finished without a result. */
        boolean isRunFinished() {
            return notice == null && line.length == 0;
        }

        static Entry line(byte[] line, String type) {
            return new Entry(line, type, null, null);
        }

        static Entry result(byte[] line, ResultMark mark) {
            return new Entry(line, "result", null, mark);
        }

        static Entry notice(SkippedLine notice) {
            return new Entry(new byte[0], notice.type(), notice, null);
        }

        /** A notice in the place of a line that was a result, or may have been one. */
        static Entry skippedResult(SkippedLine notice, ResultMark mark) {
            return new Entry(new byte[0], notice.type(), notice, mark);
        }

        static Entry runFinished() {
            return new Entry(new byte[0], "", null, null);
        }

        /** What an entry costs beside its bytes keeps a flood of tiny lines bounded too. */
        int cost() {
            return line.length + 64;
        }
    }

    /** In place of an entry: none has come in time. */
    static final Entry TIMED_OUT = new Entry(new byte[0], "", null, null);

    /** Stops and resumes the reading. Called under this queue's lock: must not wait and must not call back. */
    interface Flow {
        void pauseReading();

        void resumeReading();
    }

    private final long bound;
    private final long hardBound;
    private final Flow flow;

    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();

    /**
     * One permit for each entry, and {@link #PERMITS_AT_END} from the end on. A semaphore and no condition, since its
     * release allocates nothing.
     */
    private final Semaphore available = new Semaphore(0);

    /** Called after an entry came or the end did, without the lock, by the thread that adds or whoever closes. */
    private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();

    private final Consumer<Runnable> callAtEnd = MessageQueue::callAtEnd;

    private long bytes;
    private int awaitedAnswers;
    private boolean paused;
    private boolean draining;
    private boolean ended;
    private long dropped;

    MessageQueue(long bound, long hardBound, Flow flow) {
        this.bound = bound;
        this.hardBound = hardBound;
        this.flow = flow;
    }

    /**
     * Adds an entry.
     *
     * @return false if the hard bound is passed while answers are awaited: then whoever awaits them must give up
     */
    boolean add(Entry entry) {
        boolean withinBound = addQuietly(entry);
        listeners.forEach(Runnable::run);
        return withinBound;
    }

    private boolean addQuietly(Entry entry) {
        lock.lock();
        try {
            if (ended) {
                return true;
            }
            if (draining && bytes > bound) {
                dropped++;
                return true;
            }
            entries.add(entry);
            bytes += entry.cost();
            available.release();
            adjustFlow();
            return awaitedAnswers == 0 || bytes <= hardBound;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Counts bytes that wait elsewhere, in requests of the agent, as if they waited here: so they hold the agent back, and
     * give way to an awaited answer, by the same bounds.
     *
     * @param more how many; negative when they have gone
     * @return as for {@link #add}
     */
    boolean count(long more) {
        lock.lock();
        try {
            bytes += more;
            adjustFlow();
            return ended || awaitedAnswers == 0 || bytes <= hardBound;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes the oldest entry; waits for one without a bound of its own, since an agent may think for hours: the end of
     * the agent, {@link #end()} and interruption end the waiting.
     *
     * @return null when the end is reached
     */
    @Nullable
    Entry take() throws InterruptedException {
        return take(Deadline.never());
    }

    /**
     * Takes the oldest entry; waits for one until the deadline. One that is there is taken after the deadline too.
     *
     * @return null when the end is reached, {@link #TIMED_OUT} when the deadline has passed
     */
    @Nullable
    Entry take(Deadline deadline) throws InterruptedException {
        if (!available.tryAcquire(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS)) {
            return TIMED_OUT;
        }
        lock.lock();
        try {
            Entry entry = removeOldest();
            if (entry == null) {
                // The end. Its permits are for every thread that comes.
                available.release();
            }
            return entry;
        } finally {
            lock.unlock();
        }
    }

    /** Takes the oldest entry, if there is one. */
    @Nullable
    Entry poll() {
        if (!available.tryAcquire()) {
            return null;
        }
        lock.lock();
        try {
            Entry entry = removeOldest();
            if (entry == null) {
                available.release();
            }
            return entry;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Entry removeOldest() {
        Entry entry = entries.poll();
        if (entry != null) {
            bytes -= entry.cost();
            adjustFlow();
        }
        return entry;
    }

    /** Whether nothing is there and nothing more comes. */
    boolean isExhausted() {
        lock.lock();
        try {
            return ended && entries.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Has somebody told when there may be something to take.
     *
     * @param listener must not wait
     */
    void addListener(Runnable listener) {
        listeners.add(listener);
    }

    void removeListener(Runnable listener) {
        listeners.remove(listener);
    }

    /** From here on an answer is awaited, until {@link #answerSettled()}. */
    void answerAwaited() {
        lock.lock();
        try {
            awaitedAnswers++;
            adjustFlow();
        } finally {
            lock.unlock();
        }
    }

    void answerSettled() {
        lock.lock();
        try {
            awaitedAnswers--;
            adjustFlow();
        } finally {
            lock.unlock();
        }
    }

    /** Never hold the agent back again; drop what does not fit. */
    void drain() {
        lock.lock();
        try {
            draining = true;
            adjustFlow();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Nothing more comes. What is queued can still be taken. Allocates nothing before the waiting threads are released: the
     * reading thread may have failed for want of memory. Hence {@code tryLock}, which takes no place in a queue; the lock
     * is held for moments only.
     */
    void end() {
        while (!lock.tryLock()) {
            LockSupport.parkNanos(1_000);
        }
        try {
            if (!ended) {
                ended = true;
                available.release(PERMITS_AT_END);
            }
        } finally {
            lock.unlock();
        }
        listeners.forEach(callAtEnd);
    }

    /** One listener that fails must not keep the end from the others. */
    private static void callAtEnd(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException | Error e) {
            log.warn("A listener for messages could not be called at the end", e);
        }
    }

    long dropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    /** Under the lock, so that a pause and a resume reach the transport in the order in which they were decided. */
    private void adjustFlow() {
        boolean shouldPause;
        if (draining || ended) {
            shouldPause = false;
        } else if (awaitedAnswers > 0) {
            shouldPause = bytes > hardBound;
        } else {
            // Resume only when half is taken: not a wake-up of the reader for each message at the bound.
            shouldPause = paused ? bytes > bound / 2 : bytes > bound;
        }
        if (shouldPause != paused) {
            paused = shouldPause;
            if (paused) {
                flow.pauseReading();
            } else {
                flow.resumeReading();
            }
        }
    }
}
