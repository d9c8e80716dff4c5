package dev.agentsdk.history.internal;

import dev.agentsdk.history.HistoryException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes one call of a history may read, or keep, of all files and entries together. A limit for each file would not
 * bound a call: one file may have thousands of names. Thread-safe.
 */
final class CallBudget {

    private final String what;
    private final long limit;
    private final String wayOut;
    private final AtomicLong left;

    /**
     * Makes one for a call.
     *
     * @param what what takes the bytes, for the message
     * @param limit how many there are
     * @param wayOut the last sentence of the message
     */
    CallBudget(String what, long limit, String wayOut) {
        this.what = what;
        this.limit = limit;
        this.wayOut = wayOut;
        this.left = new AtomicLong(limit);
    }

    /**
     * Takes bytes.
     *
     * @param bytes how many
     * @param file for what; null outside of files
     * @throws HistoryException if there are fewer left
     */
    void take(long bytes, @Nullable Path file) {
        if (left.addAndGet(-bytes) < 0) {
            throw new HistoryException(what + " takes more than " + limit + " bytes. " + wayOut, file, null);
        }
    }
}
