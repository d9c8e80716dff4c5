package dev.agentsdk.process.internal;

import dev.agentsdk.spi.Deadline;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls of one listener: one at a time, in order, on a thread of its own, so that a listener that waits or throws harms
 * nobody. Bounded: of a listener that does not keep up the oldest calls are dropped. The thread is a daemon that is made
 * when there is something to call, and leaves after a moment without.
 */
public final class ListenerQueue {

    private static final Logger log = LoggerFactory.getLogger(ListenerQueue.class);

    /** Spares a thread a call where they come one by one. */
    private static final Duration LINGER = Duration.ofMillis(200);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final String name;
    private final int capacity;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private @Nullable Thread thread;
    private boolean calling;
    private boolean ended;
    private boolean droppedSome;

    /**
     * Makes a queue without a thread.
     *
     * @param name of the thread
     * @param capacity how many calls may wait
     */
    public ListenerQueue(String name, int capacity) {
        this.name = name;
        this.capacity = capacity;
    }

    /**
     * Has it called soon. Does not wait. Nothing is called after {@link #end()}.
     *
     * @param call the call
     */
    public void add(Runnable call) {
        lock.lock();
        try {
            if (ended) {
                return;
            }
            if (waiting.size() == capacity) {
                waiting.remove();
                if (!droppedSome) {
                    droppedSome = true;
                    log.warn(
                            "The listener of {} does not keep up; the oldest of its {} waiting calls are dropped",
                            name,
                            capacity);
                }
            }
            waiting.add(call);
            changed.signalAll();
            if (thread == null) {
                startThread();
            }
        } finally {
            lock.unlock();
        }
    }

    private void startThread() {
        Thread caller = new Thread(this::run, name);
        caller.setDaemon(true);
        try {
            caller.start();
            thread = caller;
        } catch (OutOfMemoryError e) {
            // The limit on threads, not the heap. The next call tries again.
            log.warn("There is no thread to call the listener of {}: a limit is reached (ulimit -u)", name);
        }
    }

    private void run() {
        Runnable call = next();
        while (call != null) {
            try {
                call.run();
            } catch (RuntimeException | Error e) {
                log.warn("The listener of {} has thrown; it will be called again all the same", name, e);
            }
            call = next();
        }
    }

    private @Nullable Runnable next() {
        lock.lock();
        try {
            calling = false;
            changed.signalAll();
            // An interruption that was meant for the last call.
            boolean interrupted = Thread.interrupted();
            Deadline patience = Deadline.in(LINGER);
            while (waiting.isEmpty() && !ended && !interrupted && !patience.hasPassed()) {
                try {
                    if (!changed.await(patience.remainingNanos(), TimeUnit.NANOSECONDS)) {
                        break;
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            Runnable call = waiting.poll();
            calling = call != null;
            if (call == null) {
                thread = null;
            }
            return call;
        } finally {
            lock.unlock();
        }
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
            return Waits.await(
                    changed, deadline, () -> (!calling && waiting.isEmpty()) || thread == Thread.currentThread());
        } finally {
            lock.unlock();
        }
    }

    /** Calls nothing more, drops what waits, and interrupts the call under way. Does not wait for that. */
    public void end() {
        lock.lock();
        try {
            ended = true;
            waiting.clear();
            changed.signalAll();
            if (calling && thread != null && thread != Thread.currentThread()) {
                thread.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }
}
