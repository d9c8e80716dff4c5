package dev.agentsdk.process.internal.run;

import dev.agentsdk.process.ManagedProcess;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a process wrote and nobody has taken yet. While much of it waits, the process is not read from, and its pipes hold
 * it back. For stdout that is a pause. stderr cannot be paused: while too much of that waits, the reading thread waits
 * here, against the rule for listeners, but no longer than the process lives: {@link #takeInTheRest} and {@link #discard}
 * free it.
 *
 * <p>The lock is not held when the process is paused or resumed, since that may take a lock which the reading thread holds
 * while it adds. So a resumption may come late; therefore every addition above the mark pauses anew.
 *
 * @param <T> lines or chunks
 */
public final class OutputQueue<T> {

    /** About what an element takes beside its bytes. */
    private static final int OVERHEAD = 64;

    private record Entry<T>(T item, int weight, boolean fromStdout) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition stderrTaken = lock.newCondition();
    private final int maxBytes;

    private final ArrayDeque<Entry<T>> entries = new ArrayDeque<>();
    private long stdoutBytes;
    private long stderrBytes;
    private boolean paused;
    private boolean neverPausing;
    private boolean discarding;
    private boolean ended;
    private @Nullable RuntimeException failure;
    private @Nullable ManagedProcess process;

    /**
     * Makes an empty queue.
     *
     * @param maxBytes of each output that may wait, but for one element
     */
    OutputQueue(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Before anything is added. */
    void pauses(ManagedProcess source) {
        lock.lock();
        try {
            process = source;
        } finally {
            lock.unlock();
        }
    }

    /** Called by the reading threads. */
    void add(T item, int bytes, boolean fromStdout) {
        Entry<T> entry = new Entry<>(item, bytes + OVERHEAD, fromStdout);
        ManagedProcess toPause = fromStdout ? addFromStdout(entry) : addFromStderr(entry);
        if (toPause != null) {
            toPause.pauseStdout();
            if (!isPaused()) {
                // It was taken meanwhile, and the resumption has come before the pause.
                toPause.resumeStdout();
            }
        }
    }

    private @Nullable ManagedProcess addFromStdout(Entry<T> entry) {
        lock.lock();
        try {
            if (discarding) {
                return null;
            }
            stdoutBytes += entry.weight;
            entries.add(entry);
            changed.signal();
            if (stdoutBytes >= maxBytes && !neverPausing) {
                paused = true;
                return process;
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable ManagedProcess addFromStderr(Entry<T> entry) {
        lock.lock();
        try {
            while (stderrBytes >= maxBytes && !neverPausing) {
                stderrTaken.awaitUninterruptibly();
            }
            if (!discarding) {
                stderrBytes += entry.weight;
                entries.add(entry);
                changed.signal();
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private boolean isPaused() {
        lock.lock();
        try {
            return paused;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes the next element; waits for it. Bounded by {@link #end}, which every run comes to.
     *
     * @return null at the end, and after {@link #discard}
     * @throws InterruptedException if the thread is interrupted
     */
    public @Nullable T take() throws InterruptedException {
        ManagedProcess toResume;
        T item;
        lock.lockInterruptibly();
        try {
            while (entries.isEmpty() && !ended && !discarding) {
                changed.await();
            }
            Entry<T> entry = entries.poll();
            if (entry == null) {
                if (failure != null) {
                    throw failure;
                }
                return null;
            }
            item = entry.item;
            toResume = taken(entry);
        } finally {
            lock.unlock();
        }
        if (toResume != null) {
            toResume.resumeStdout();
        }
        return item;
    }

    private @Nullable ManagedProcess taken(Entry<T> entry) {
        if (!entry.fromStdout) {
            stderrBytes -= entry.weight;
            stderrTaken.signalAll();
            return null;
        }
        stdoutBytes -= entry.weight;
        if (paused && stdoutBytes <= maxBytes / 2) {
            paused = false;
            return process;
        }
        return null;
    }

    /**
     * The process has gone: the rest, which is no more than a pipe holds, is taken in now, so that nothing but this queue
     * has to wait for the consumer.
     */
    void takeInTheRest() {
        stopPausing(false);
    }

    /** Throws away what is there and what comes, so that the process is not held back any more. Does not wait. */
    public void discard() {
        stopPausing(true);
    }

    private void stopPausing(boolean discard) {
        ManagedProcess toResume;
        lock.lock();
        try {
            neverPausing = true;
            paused = false;
            if (discard) {
                discarding = true;
                entries.clear();
            }
            toResume = process;
            changed.signalAll();
            stderrTaken.signalAll();
        } finally {
            lock.unlock();
        }
        if (toResume != null) {
            toResume.resumeStdout();
        }
    }

    /**
     * Nothing more comes: what is there can still be taken.
     *
     * @param why thrown to whoever takes behind the last element; null after a run that has a result
     */
    void end(@Nullable RuntimeException why) {
        lock.lock();
        try {
            ended = true;
            failure = why;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
