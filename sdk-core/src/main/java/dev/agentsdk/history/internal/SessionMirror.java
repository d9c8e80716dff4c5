package dev.agentsdk.history.internal;

import dev.agentsdk.callback.internal.DaemonThreads;
import dev.agentsdk.history.MirrorFailure;
import dev.agentsdk.history.SessionStore;
import dev.agentsdk.history.SessionStoreSettings;
import dev.agentsdk.spi.Deadline;
import dev.agentsdk.spi.WarningLimit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what an agent writes to its transcripts to a store, in batches.
 *
 * <p>Frames come on the reading thread, which only queues them. One thread takes all that wait, parses them, puts
 * together what belongs to one transcript, and appends it: at the wish of {@link #flush} or {@link #flushSoon}, or when
 * much waits. So there is one append at a time, and the order within a transcript is kept. An append that fails is tried
 * three times; what is given up then is reported and counted, and never fails the session: the agent's own file has it.
 */
public final class SessionMirror {

    private static final Logger log = LoggerFactory.getLogger(SessionMirror.class);

    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** More frames or bytes do not wait for the next result. The official SDKs count entries, which are no fewer. */
    private static final int BATCH_FRAMES = 500;

    private static final long BATCH_BYTES = 1024 * 1024;

    /** What closing leaves of its time to report what was given up. */
    private static final Duration TO_REPORT = Duration.ofMillis(50);

    private final SessionStoreSettings settings;
    private final MirrorSender sender;
    /** How often a flush tries to create the thread, if none can be created. */
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final ThreadPoolExecutor worker;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<MirrorItem> frames = new ArrayDeque<>();
    private long pendingBytes;

    /** Frames that were taken on, and those of them that were stored or given up. */
    private long added;

    private long settled;

    /** Frames that did not fit since the last report of such. */
    private long refused;

    private boolean draining;

    /** Whether it was logged that no thread can be created; once for each session. */
    private boolean warned;

    private @Nullable Thread drainer;
    private boolean closed;

    /** From here on nothing is waited for any more. */
    private boolean gaveUp;

    /**
     * Makes a mirror. No thread runs before there is something to do.
     *
     * @param store the store
     * @param settings how to use it
     * @param projectsDirectory where the agent keeps its transcripts
     * @param scope which of them it may add to
     * @param warnings limits what is logged
     * @param failures is told what is not in the store, on the thread of the mirror or on that which adds; must not wait
     */
    public SessionMirror(
            SessionStore store,
            SessionStoreSettings settings,
            Path projectsDirectory,
            MirrorScope scope,
            WarningLimit warnings,
            Consumer<MirrorFailure> failures) {
        this(store, settings, projectsDirectory, scope, warnings, failures, SessionMirror::thread);
    }

    SessionMirror(
            SessionStore store,
            SessionStoreSettings settings,
            Path projectsDirectory,
            MirrorScope scope,
            WarningLimit warnings,
            Consumer<MirrorFailure> failures,
            ThreadFactory threads) {
        this.settings = settings;
        this.worker = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
        this.sender = new MirrorSender(store, settings, new MirrorPaths(projectsDirectory), scope, warnings, failures);
        worker.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable work) {
        return DaemonThreads.create(work, "agent-sdk-mirror-" + NUMBER.incrementAndGet());
    }

    /**
     * Takes a frame on. Called on the reading thread: does not wait, and does not look into it.
     *
     * @param frame a line of type {@code transcript_mirror}, owned by the mirror from now on
     */
    public void add(byte[] frame) {
        add(new MirrorItem(frame, null));
    }

    /**
     * The agent has named the session that it works in. Called on the reading thread: does not wait.
     *
     * @param sessionId what it said
     */
    public void announce(String sessionId) {
        add(new MirrorItem(null, sessionId));
    }

    private void add(MirrorItem item) {
        String refusal = null;
        lock.lock();
        try {
            if (closed) {
                refusal = item.frame() == null ? null : "A frame came after the session was closed.";
            } else if (pendingBytes + item.bytes() > settings.maxPendingBytes() && pendingBytes > 0) {
                if (refused++ == 0) {
                    refusal =
                            "The store is too slow: " + pendingBytes + " bytes wait for it. What comes now is given up."
                                    + " SessionStoreSettings.maxPendingBytes sets how much may wait.";
                }
            } else {
                frames.add(item);
                pendingBytes += item.bytes();
                added++;
                boolean much = frames.size() > BATCH_FRAMES || pendingBytes > BATCH_BYTES;
                if (much || settings.flush() == SessionStoreSettings.Flush.EAGER) {
                    drainSoon();
                }
            }
        } finally {
            lock.unlock();
        }
        if (refusal != null) {
            sender.giveUp(refusal);
        }
    }

    /** Lets everything that waits go to the store soon. Does not wait. */
    public void flushSoon() {
        lock.lock();
        try {
            drainSoon();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until everything that came before is in the store, or given up. Interruption ends the wait; the flag is kept.
     *
     * @param deadline bounds the wait; {@link #close} ends it, too
     * @return whether nothing is under way any more
     */
    public boolean flush(Deadline deadline) {
        lock.lock();
        try {
            long target = added;
            drainSoon();
            while (settled < target && !gaveUp) {
                if (deadline.hasPassed()) {
                    return false;
                }
                drainSoon();
                long wait = draining ? deadline.remainingNanos() : Math.min(RETRY_NANOS, deadline.remainingNanos());
                changed.await(Math.max(1, wait), TimeUnit.NANOSECONDS);
            }
            return settled >= target;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Under the lock. */
    private void drainSoon() {
        if (!draining && !frames.isEmpty()) {
            draining = true;
            try {
                worker.execute(this::drain);
            } catch (OutOfMemoryError e) {
                // No thread can be created. The frames wait: the next one tries again, and so does a flush; close()
                // gives
                // them up. Nothing is thrown: this may be the reading thread.
                draining = false;
                if (!warned) {
                    warned = true;
                    log.warn("No thread can be created for the session store; its entries wait", e);
                }
            }
        }
    }

    private void drain() {
        while (true) {
            List<MirrorItem> batch;
            long bytes;
            long moreRefused;
            lock.lock();
            try {
                moreRefused = Math.max(0, refused - 1);
                refused = 0;
                batch = new ArrayList<>(frames);
                frames.clear();
                bytes = pendingBytes;
                draining = !batch.isEmpty();
                drainer = draining ? Thread.currentThread() : null;
            } finally {
                lock.unlock();
            }
            if (moreRefused > 0) {
                // The first of them was told at once.
                sender.giveUp("Because the store was too slow, " + moreRefused + " more frames were given up.");
            }
            if (batch.isEmpty()) {
                return;
            }
            sender.send(batch);
            lock.lock();
            try {
                // Only now: what is being sent is in memory, too.
                pendingBytes -= bytes;
                settled += batch.size();
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * How many frames were refused, since they are not of this session.
     *
     * @return the number so far
     */
    public long refusedFrames() {
        return sender.refusedFrames();
    }

    /**
     * Whether everything that came is in the store.
     *
     * @return false if something was given up, or is still on its way
     */
    public boolean isComplete() {
        lock.lock();
        try {
            return sender.isComplete() && settled == added;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends what waits, as long as the deadline allows, and gives the rest up, which is reported. Nothing is left running
     * but calls of the store that do not come back. Thread interruption does not shorten it; the flag is kept.
     *
     * @param deadline bounds the whole
     */
    public void close(Deadline deadline) {
        lock.lock();
        try {
            if (!closed && added > 0) {
                // Without a frame there is nothing to end, and no thread is started for it.
                frames.add(MirrorItem.END);
                added++;
            }
            closed = true;
            drainSoon();
        } finally {
            lock.unlock();
        }
        boolean interrupted = awaitSettled(deadline.reserving(TO_REPORT));
        boolean noThread;
        lock.lock();
        try {
            noThread = !draining && !frames.isEmpty();
            draining |= noThread;
            gaveUp = true;
            sender.end();
            if (drainer != null) {
                drainer.interrupt();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (noThread) {
            // Does not wait: nothing is sent any more, only reported.
            drain();
        }
        interrupted |= awaitSettled(deadline);
        worker.shutdown();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns whether somebody wanted to interrupt it. */
    private boolean awaitSettled(Deadline deadline) {
        boolean interrupted = false;
        lock.lock();
        try {
            while (settled < added && !deadline.hasPassed()) {
                try {
                    changed.await(Math.max(1, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            lock.unlock();
        }
        return interrupted;
    }
}
