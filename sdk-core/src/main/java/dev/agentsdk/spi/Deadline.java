package dev.agentsdk.spi;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A point on the monotonic clock ({@link System#nanoTime()}) by which something must be over. One deadline is handed
 * down through all steps of a job, so that the steps share one budget instead of adding up their own.
 *
 * <p>Wall-clock jumps do not move it. Immutable and thread-safe.
 */
public final class Deadline {

    /** About 73 years; longer spans would overflow differences of nanoTime. */
    private static final long LONGEST_NANOS = Long.MAX_VALUE / 4;

    private final long at;

    private Deadline(long at) {
        this.at = at;
    }

    /**
     * A deadline that lies {@code span} from now.
     *
     * @param span how long from now; negative counts as zero
     * @return the deadline
     */
    public static Deadline in(Duration span) {
        return new Deadline(System.nanoTime() + clampedNanos(span));
    }

    /**
     * A deadline at a point on the monotonic clock.
     *
     * @param nanoTime a value of {@link System#nanoTime()}, of now or of an earlier or a later moment
     * @return the deadline
     */
    public static Deadline at(long nanoTime) {
        return new Deadline(nanoTime);
    }

    /**
     * A deadline that is too far away to matter (about 73 years).
     *
     * @return the deadline
     */
    public static Deadline never() {
        return new Deadline(System.nanoTime() + LONGEST_NANOS);
    }

    /**
     * The earlier of this deadline and the one that lies {@code span} from now.
     *
     * @param span how long from now; negative counts as zero
     * @return a deadline that is not after this one
     */
    public Deadline atMost(Duration span) {
        return new Deadline(System.nanoTime() + Math.min(Math.max(remainingNanos(), 0), clampedNanos(span)));
    }

    /**
     * A deadline that lies {@code span} before this one: what is to be over by then leaves {@code span} for the rest.
     *
     * @param span how much to leave
     * @return the earlier deadline, possibly in the past
     */
    public Deadline reserving(Duration span) {
        return new Deadline(at - clampedNanos(span));
    }

    /**
     * The time that is left.
     *
     * @return nanoseconds, negative when the deadline has passed
     */
    public long remainingNanos() {
        return at - System.nanoTime();
    }

    /**
     * The point on the monotonic clock, for code that has a type of its own for it.
     *
     * @return a value of {@link System#nanoTime()}
     */
    public long nanoTime() {
        return at;
    }

    /**
     * The time that is left, rounded up to whole milliseconds, as {@code poll(2)} and its kin take it.
     *
     * @return milliseconds, 0 when the deadline has passed, at most {@link Integer#MAX_VALUE}
     */
    public int remainingMillis() {
        long nanos = remainingNanos();
        if (nanos <= 0) {
            return 0;
        }
        return (int) Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMillis(nanos + 999_999));
    }

    /**
     * Whether the deadline has passed.
     *
     * @return true when nothing is left of it
     */
    public boolean hasPassed() {
        return remainingNanos() <= 0;
    }

    private static long clampedNanos(Duration span) {
        if (span.isNegative()) {
            return 0;
        }
        return span.toSeconds() >= LONGEST_NANOS / 1_000_000_000L ? LONGEST_NANOS : span.toNanos();
    }

    @Override
    public String toString() {
        return "Deadline[in " + TimeUnit.NANOSECONDS.toMillis(remainingNanos()) + " ms]";
    }
}
