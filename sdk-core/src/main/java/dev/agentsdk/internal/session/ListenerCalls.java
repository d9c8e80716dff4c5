package dev.agentsdk.internal.session;

import dev.agentsdk.spi.WarningLimit;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls a listener of the application with one item at a time, in order, on another executor. The items that wait are
 * bounded in bytes, so that a listener that hangs costs no more than {@link #MAX_WAITING_BYTES}: past the bound the oldest
 * items are dropped until half of it is free, and the listener is called with the number of items that are missing.
 *
 * <p>Thread-safe. An executor that refuses, or that has no thread, is asked again with the next item.
 *
 * @param <T> the items
 */
final class ListenerCalls<T> {

    /** How many bytes of items may wait for one listener. One item waits whatever its size. */
    static final long MAX_WAITING_BYTES = 1 << 20;

    /** About what an item takes beside its own bytes. Bounds the number of small items. */
    static final long OVERHEAD_BYTES = 128;

    private static final Logger log = LoggerFactory.getLogger(ListenerCalls.class);

    /**
     * The application's listener.
     *
     * @param <T> the items
     */
    interface Listener<T> {
        /** The next item. What this throws is logged. */
        void accept(T item);

        /**
         * Items were dropped before the next one.
         *
         * @param items how many
         * @param bytes their size
         */
        default void onDropped(long items, long bytes) {}
    }

    private record Waiting<T>(T item, long bytes) {}

    private final String name;
    private final Listener<T> listener;
    private final Executor executor;
    private final Runnable run = this::run;

    /** Each line that the agent writes may call a listener that fails or is slow. */
    private final WarningLimit warnings;

    // All guarded by waiting.
    private final ArrayDeque<Waiting<T>> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private boolean scheduled;
    private boolean refused;

    /** Dropped, and the listener does not know yet. */
    private long gapItems;

    private long gapBytes;

    /** Dropped since the listener last kept up. */
    private long droppedItems;

    private long droppedBytes;

    /**
     * Makes a queue of calls.
     *
     * @param name of the listener, for the log
     * @param listener called by the executor
     * @param executor may refuse
     * @param warnings limits what is logged
     */
    ListenerCalls(String name, Listener<T> listener, Executor executor, WarningLimit warnings) {
        this.warnings = warnings;
        this.name = name;
        this.listener = listener;
        this.executor = executor;
    }

    /**
     * Has the listener called soon. Does not wait, and does not throw for a listener or an executor that fails.
     *
     * @param item the item
     * @param bytes about how much memory it takes
     */
    void add(T item, long bytes) {
        boolean schedules;
        boolean firstDrop;
        synchronized (waiting) {
            waiting.add(new Waiting<>(item, bytes));
            waitingBytes += bytes + OVERHEAD_BYTES;
            firstDrop = waitingBytes > MAX_WAITING_BYTES && dropOldest();
            schedules = !scheduled;
            scheduled = true;
        }
        if (firstDrop && warnings.allows(log::warn)) {
            log.warn(
                    "The {} does not keep up: more than {} bytes wait for it, so that the oldest are dropped",
                    name,
                    MAX_WAITING_BYTES);
        }
        if (schedules) {
            schedule();
        }
    }

    /** Half of all at once, so that a slow listener gets long pieces with few gaps. True if none was missing before. */
    private boolean dropOldest() {
        boolean first = droppedItems == 0;
        long before = gapItems;
        while (waitingBytes > MAX_WAITING_BYTES / 2 && waiting.size() > 1) {
            long bytes = waiting.remove().bytes;
            waitingBytes -= bytes + OVERHEAD_BYTES;
            gapItems++;
            gapBytes += bytes;
            droppedItems++;
            droppedBytes += bytes;
        }
        return first && gapItems > before;
    }

    private void schedule() {
        try {
            executor.execute(run);
        } catch (RuntimeException | Error e) {
            // A closed pool, or "unable to create native thread". The items stay.
            boolean first;
            synchronized (waiting) {
                scheduled = false;
                first = !refused;
                refused = true;
            }
            if (first && warnings.allows(log::warn)) {
                log.warn("The {} cannot be called now; this is tried again with the next call: {}", name, e.toString());
            }
        }
    }

    private void run() {
        boolean complete = false;
        try {
            while (callNext()) {
                // One item each.
            }
            complete = true;
        } finally {
            if (!complete) {
                synchronized (waiting) {
                    scheduled = false;
                }
            }
        }
    }

    /** False when none waits. */
    private boolean callNext() {
        Waiting<T> next;
        long missing;
        long missingBytes;
        synchronized (waiting) {
            refused = false;
            next = waiting.poll();
            missing = next == null ? droppedItems : gapItems;
            missingBytes = next == null ? droppedBytes : gapBytes;
            gapItems = 0;
            gapBytes = 0;
            if (next == null) {
                scheduled = false;
                droppedItems = 0;
                droppedBytes = 0;
            } else {
                waitingBytes -= next.bytes + OVERHEAD_BYTES;
            }
        }
        if (next == null) {
            if (missing > 0 && warnings.allows(log::warn)) {
                log.warn("The {} keeps up again; {} calls ({} bytes) were dropped", name, missing, missingBytes);
            }
            return false;
        }
        call(next.item, missing, missingBytes);
        return true;
    }

    private void call(@Nullable T item, long missing, long missingBytes) {
        try {
            if (missing > 0) {
                listener.onDropped(missing, missingBytes);
            }
        } catch (RuntimeException | Error e) {
            failed(e);
        }
        try {
            if (item != null) {
                listener.accept(item);
            }
        } catch (RuntimeException | Error e) {
            // An Error of the listener, too, is no reason to call it no more.
            failed(e);
        }
    }

    private void failed(Throwable e) {
        if (warnings.allows(log::warn)) {
            log.warn("The {} threw an exception; its next calls still come", name, e);
        }
    }
}
