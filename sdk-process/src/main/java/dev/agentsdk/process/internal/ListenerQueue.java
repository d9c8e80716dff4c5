package dev.agentsdk.process.internal;

import dev.agentsdk.process.Deadline;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls of one listener: one at a time, in order, on a thread of its own, so that a listener that waits or throws delays
 * nothing else. The thread is a daemon that is made when there is something to call, and leaves after a moment without.
 *
 * <p>What waits is bounded. Output is bounded in bytes, {@link #MAX_OUTPUT_BYTES}: past that the oldest output is dropped
 * until half of it is free, and the listener is called with what is missing before the next output. Other calls, which are
 * rare and matter more, are bounded in number; of these, too, the oldest are dropped.
 */
public final class ListenerQueue {

    /** How many bytes of output may wait. One piece waits whatever its size. */
    public static final long MAX_OUTPUT_BYTES = 1 << 20;

    /** About what a waiting piece of output takes beside its own bytes. Bounds the number of small ones. */
    public static final long OVERHEAD_BYTES = 128;

    private static final Logger log = LoggerFactory.getLogger(ListenerQueue.class);

    /** Spares a thread a call where they come one by one. */
    private static final Duration LINGER = Duration.ofMillis(200);

    /** Called where output is missing. */
    @FunctionalInterface
    public interface Gap {
        /**
         * Output was dropped before the next call of output.
         *
         * @param pieces how many pieces
         * @param bytes their size
         */
        void onDropped(long pieces, long bytes);
    }

    /** A call. Its bytes are {@link #NO_OUTPUT} if it is none of output. */
    private record Waiting(Runnable call, long bytes, long number) {}

    private static final long NO_OUTPUT = -1;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final String name;
    private final int capacity;
    private final Gap gap;

    /** The program whose output it is decides how often the listener fails or is too slow. */
    private final WarningLimit warnings;

    // Guarded by lock. Two queues, so that output can be dropped from among the rest; the numbers give the order.
    private final ArrayDeque<Waiting> calls = new ArrayDeque<>();
    private final ArrayDeque<Waiting> output = new ArrayDeque<>();
    private long numbers;
    private long outputBytes;
    private @Nullable Thread thread;
    private boolean calling;
    private boolean ended;
    private boolean droppedCalls;
    private boolean withoutThread;

    /** Dropped, and the listener does not know yet. */
    private long gapPieces;

    private long gapBytes;

    /** Dropped since the listener last kept up. */
    private long droppedPieces;

    private long droppedBytes;

    /**
     * Makes a queue without a thread.
     *
     * @param name of the thread
     * @param capacity how many calls may wait that are no output
     * @param gap called in the place of output that was dropped
     */
    public ListenerQueue(String name, int capacity, Gap gap) {
        this.name = name;
        this.capacity = capacity;
        this.gap = gap;
        this.warnings = new WarningLimit("warnings about the listener of " + name);
    }

    /**
     * Has it called soon. Does not wait. Nothing is called after {@link #end()}.
     *
     * @param call the call
     */
    public void add(Runnable call) {
        boolean firstDrop = false;
        lock.lock();
        try {
            if (ended) {
                return;
            }
            if (calls.size() >= capacity) {
                calls.remove();
                firstDrop = !droppedCalls;
                droppedCalls = true;
            }
            calls.add(new Waiting(call, NO_OUTPUT, numbers++));
            changed.signalAll();
            ensureThread();
        } finally {
            lock.unlock();
        }
        if (firstDrop && warnings.allows(log::warn)) {
            log.warn(
                    "The listener of {} does not keep up; of more than {} calls the oldest are dropped",
                    name,
                    capacity);
        }
    }

    /**
     * Has it called soon with output. Does not wait. Nothing is called after {@link #end()}.
     *
     * @param bytes how large the output is
     * @param call the call
     */
    public void addOutput(long bytes, Runnable call) {
        boolean firstDrop;
        lock.lock();
        try {
            if (ended) {
                return;
            }
            output.add(new Waiting(call, bytes, numbers++));
            outputBytes += bytes + OVERHEAD_BYTES;
            firstDrop = outputBytes > MAX_OUTPUT_BYTES && dropOldestOutput();
            changed.signalAll();
            ensureThread();
        } finally {
            lock.unlock();
        }
        if (firstDrop && warnings.allows(log::warn)) {
            log.warn(
                    "The listener of {} does not keep up: more than {} bytes of output wait for it, so that the oldest"
                            + " are dropped",
                    name,
                    MAX_OUTPUT_BYTES);
        }
    }

    /** Half of all at once, so that a slow listener gets long pieces with few gaps. True if none was missing before. */
    private boolean dropOldestOutput() {
        boolean first = droppedPieces == 0;
        while (outputBytes > MAX_OUTPUT_BYTES / 2 && output.size() > 1) {
            long bytes = output.remove().bytes;
            outputBytes -= bytes + OVERHEAD_BYTES;
            gapPieces++;
            gapBytes += bytes;
            droppedPieces++;
            droppedBytes += bytes;
        }
        return first && droppedPieces > 0;
    }

    private void ensureThread() {
        if (thread != null) {
            return;
        }
        try {
            Thread caller = DaemonThreads.create(this::run, name);
            caller.start();
            thread = caller;
            withoutThread = false;
        } catch (OutOfMemoryError e) {
            // The limit on threads, or the heap. The next call tries again.
            if (!withoutThread) {
                withoutThread = true;
                if (warnings.allows(log::warn)) {
                    log.warn("There is no thread to call the listener of {}: a limit is reached (ulimit -u)", name);
                }
            }
        }
    }

    private void run() {
        boolean complete = false;
        try {
            while (callNext()) {
                // One call each.
            }
            complete = true;
        } finally {
            if (!complete) {
                leave();
            }
        }
    }

    /** This thread ends by an Error that no listener has thrown: the next call makes another one. */
    private void leave() {
        lock.lock();
        try {
            calling = false;
            thread = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** False when there is nothing to call, and this thread is no longer that of the queue. */
    private boolean callNext() {
        Waiting next;
        long pieces;
        long bytes;
        lock.lock();
        try {
            calling = false;
            changed.signalAll();
            awaitCall();
            next = removeNext();
            calling = next != null;
            if (next == null) {
                thread = null;
                pieces = droppedPieces;
                bytes = droppedBytes;
                forgetDropped();
            } else {
                // Before the next output, wherever the other calls stand.
                boolean isOutput = next.bytes != NO_OUTPUT;
                pieces = isOutput ? gapPieces : 0;
                bytes = gapBytes;
                if (isOutput) {
                    gapPieces = 0;
                    gapBytes = 0;
                }
            }
        } finally {
            lock.unlock();
        }
        if (next == null) {
            if (pieces > 0 && warnings.allows(log::warn)) {
                log.warn("The listener of {} keeps up again; {} calls ({} bytes) were dropped", name, pieces, bytes);
            }
            return false;
        }
        if (pieces > 0) {
            long missing = pieces;
            long missingBytes = bytes;
            call(() -> gap.onDropped(missing, missingBytes));
        }
        call(next.call);
        return true;
    }

    private void forgetDropped() {
        droppedPieces = 0;
        droppedBytes = 0;
        droppedCalls = false;
    }

    private void call(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            if (warnings.allows(log::warn)) {
                log.warn("The listener of {} has thrown; it will be called again all the same", name, e);
            }
        }
    }

    /** Waits for a call, for a moment. With the lock held. */
    private void awaitCall() {
        // An interruption that was meant for the last call.
        boolean interrupted = Thread.interrupted();
        Deadline patience = Deadline.in(LINGER);
        while (isEmpty() && !ended && !interrupted && !patience.hasPassed()) {
            try {
                if (!changed.await(patience.remainingNanos(), TimeUnit.NANOSECONDS)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }

    private boolean isEmpty() {
        return calls.isEmpty() && output.isEmpty();
    }

    private @Nullable Waiting removeNext() {
        Waiting call = calls.peek();
        Waiting piece = output.peek();
        if (piece == null || (call != null && call.number < piece.number)) {
            return calls.poll();
        }
        outputBytes -= piece.bytes + OVERHEAD_BYTES;
        return output.poll();
    }

    /**
     * Waits until everything has been called.
     *
     * @param deadline bounds the wait
     * @return whether it has
     */
    public boolean awaitIdle(Deadline deadline) {
        lock.lock();
        try {
            // A listener that waits for its own end has nothing left to wait for.
            return Waits.await(changed, deadline, () -> (!calling && isEmpty()) || thread == Thread.currentThread());
        } finally {
            lock.unlock();
        }
    }

    /** Calls nothing more, drops what waits, and interrupts the call under way. Does not wait for that. */
    public void end() {
        long pieces;
        long bytes;
        lock.lock();
        try {
            ended = true;
            calls.clear();
            output.clear();
            outputBytes = 0;
            pieces = droppedPieces;
            bytes = droppedBytes;
            forgetDropped();
            changed.signalAll();
            if (calling && thread != null && thread != Thread.currentThread()) {
                thread.interrupt();
            }
        } finally {
            lock.unlock();
        }
        warnings.end(log::warn);
        if (pieces > 0) {
            log.warn(
                    "The listener of {} has ended; {} of its calls ({} bytes) were dropped before",
                    name,
                    pieces,
                    bytes);
        }
    }
}
