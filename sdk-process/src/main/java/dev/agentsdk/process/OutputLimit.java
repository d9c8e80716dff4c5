package dev.agentsdk.process;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * How much of an output is kept in memory, and what happens to more.
 *
 * @param maxBytes the most that is kept in memory, in bytes
 * @param overflow what happens to more
 * @param directory where {@link Overflow#SPILL} makes its file; empty for the directory for temporary files
 */
public record OutputLimit(int maxBytes, Overflow overflow, Optional<Path> directory) {

    /** What happens when an output is larger than the limit. */
    public enum Overflow {
        /** The process is ended, and the result says so and has what was written up to the limit. */
        FAIL,
        /** The process goes on; the beginning of the output is kept, and what comes behind the limit is dropped. */
        KEEP_FIRST,
        /** The process goes on; the end of the output is kept, and what comes before it is dropped. */
        KEEP_LAST,
        /** The process goes on; the whole output is written to a file, which belongs to the caller. */
        SPILL
    }

    public OutputLimit {
        Objects.requireNonNull(overflow, "overflow");
        Objects.requireNonNull(directory, "directory");
        if (maxBytes < 0) {
            throw new IllegalArgumentException("maxBytes must not be negative: " + maxBytes);
        }
    }

    /**
     * Ends a process that writes more.
     *
     * @param maxBytes the most that it may write to this output
     * @return the limit
     */
    public static OutputLimit fail(int maxBytes) {
        return new OutputLimit(maxBytes, Overflow.FAIL, Optional.empty());
    }

    /**
     * Keeps the beginning and cuts off the tail.
     *
     * @param maxBytes how much is kept; zero keeps nothing
     * @return the limit
     */
    public static OutputLimit keepFirst(int maxBytes) {
        return new OutputLimit(maxBytes, Overflow.KEEP_FIRST, Optional.empty());
    }

    /**
     * Keeps the end and cuts off the head.
     *
     * @param maxBytes how much is kept
     * @return the limit
     */
    public static OutputLimit keepLast(int maxBytes) {
        return new OutputLimit(maxBytes, Overflow.KEEP_LAST, Optional.empty());
    }

    /**
     * Keeps everything, in a temporary file that only this user can read if it is more than {@code maxBytes}.
     *
     * @param maxBytes how much is kept in memory
     * @return the limit
     */
    public static OutputLimit spill(int maxBytes) {
        return new OutputLimit(maxBytes, Overflow.SPILL, Optional.empty());
    }

    /**
     * Keeps everything, in a file in this directory that only this user can read if it is more than {@code maxBytes}.
     *
     * @param maxBytes how much is kept in memory
     * @param directory an existing directory
     * @return the limit
     */
    public static OutputLimit spill(int maxBytes, Path directory) {
        return new OutputLimit(maxBytes, Overflow.SPILL, Optional.of(directory));
    }
}
