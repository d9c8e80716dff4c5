package dev.agentsdk.testsupport;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Measures, all the time, how much the machine delays this JVM, so that a test can tell "the code is slow" from "the code
 * did not get a processor".
 *
 * <p>Two measures, neither of them a factor or a constant:
 * <ul>
 *   <li><b>late wake-ups</b>: a thread sleeps {@value #SLEEP_MILLIS} ms again and again, and sums by how much it wakes
 *       late. Sees what stops everything: a paused or stolen virtual processor, a garbage collection, a frozen container.
 *       A wake-up that is less than {@value #TIMER_MILLIS} ms late is not counted; that is the timer.
 *   <li><b>run-queue waits</b>: how long the threads of this JVM and of its descendants were ready to run but had no
 *       processor, as the kernel counts it; see {@link RunQueueWaits}. Sees what a sleeping thread does not: the kernel
 *       wakes a sleeper at once even on a loaded machine, but work that consists of many hand-overs between threads and
 *       processes, or that needs processor time itself, waits at each of them.
 * </ul>
 *
 * <p>The delay of an interval is the larger of the two; the sum would count one cause twice. It is never more than the
 * interval itself, and near zero on an idle machine. Threads that wait at the same time are counted one by one, so that
 * for work in parallel the delay is an upper estimate; threads that live for less than one sample are not seen.
 */
public final class StallMeter {

    private static final long SLEEP_MILLIS = 2;
    private static final long TIMER_MILLIS = 1;

    /** Between two samples of the run-queue waits, at least; and at least so many times what a sample takes. */
    private static final long SAMPLE_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

    private static final long SAMPLE_SHARE = 20;

    /** More than five minutes, which no asserted interval is long. */
    private static final int HISTORY = 1 << 17;

    /** Held while files of {@code /proc} are open. Not of the meter, so that {@link #still} does not start one. */
    private static final Object SAMPLING = new Object();

    private static volatile @Nullable StallMeter running;

    private final RunQueueWaits runQueue = new RunQueueWaits();

    // Guarded by this: a ring of what was known at a time.
    private final long[] times = new long[HISTORY];
    private final long[] lates = new long[HISTORY];
    private final long[] waits = new long[HISTORY];
    private long turns;
    private long late;
    private long waited;

    private StallMeter() {
        add(0);
    }

    /** Starts to measure, if that has not begun. What happens before is not seen. */
    public static synchronized void start() {
        if (running == null) {
            StallMeter meter = new StallMeter();
            Thread thread = new Thread(meter::measure, "stall-meter");
            thread.setDaemon(true);
            thread.start();
            running = meter;
        }
    }

    /**
     * What the machine delayed in an interval that ends now.
     *
     * @param late the sum of late wake-ups
     * @param waited the sum of run-queue waits
     */
    public record Delay(Duration late, Duration waited) {

        /** {@return the larger of the two} */
        public Duration total() {
            return late.compareTo(waited) > 0 ? late : waited;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%d ms (late wake-ups %d ms, waits for a processor %d ms)",
                    total().toMillis(),
                    late.toMillis(),
                    waited.toMillis());
        }
    }

    /**
     * Returns what the machine delayed from a time on until now.
     *
     * @param nanoTime from when on, as {@link System#nanoTime()} gives it
     * @return the delay; none in a JVM whose meter was not started, where all bounds are as they are written
     */
    public static Delay since(long nanoTime) {
        StallMeter meter = running;
        return meter == null ? new Delay(Duration.ZERO, Duration.ZERO) : meter.delay(nanoTime);
    }

    /**
     * Runs something while the meter has no file open, for tests that count descriptors.
     *
     * @param action what to do
     * @param <T> the type of its result
     * @return its result
     */
    public static <T> T still(Supplier<T> action) {
        synchronized (SAMPLING) {
            return action.get();
        }
    }

    private void measure() {
        long nextSample = System.nanoTime();
        while (true) {
            long wake = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SLEEP_MILLIS);
            for (long left = wake - System.nanoTime(); left > 0; left = wake - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            add(System.nanoTime() - wake);
            long before = System.nanoTime();
            if (before - nextSample >= 0) {
                sample();
                long after = System.nanoTime();
                nextSample = after + Math.max(SAMPLE_NANOS, SAMPLE_SHARE * (after - before));
            }
        }
    }

    private void sample() {
        synchronized (SAMPLING) {
            long sum = runQueue.sample();
            synchronized (this) {
                waited = sum;
            }
        }
    }

    private synchronized void add(long lateness) {
        if (lateness > TimeUnit.MILLISECONDS.toNanos(TIMER_MILLIS)) {
            late += lateness;
        }
        int index = (int) (turns++ % HISTORY);
        times[index] = System.nanoTime();
        lates[index] = late;
        waits[index] = waited;
    }

    private Delay delay(long from) {
        sample();
        // A wake-up that is due shows how late it is only when it comes.
        long wake = System.nanoTime();
        synchronized (this) {
            int before = lastBefore(from);
            long elapsed = Math.max(0, wake - from);
            long due =
                    times[(int) ((turns - 1) % HISTORY)] + TimeUnit.MILLISECONDS.toNanos(SLEEP_MILLIS + TIMER_MILLIS);
            long pending = Math.max(0, wake - due);
            return new Delay(
                    Duration.ofNanos(Math.min(elapsed, late + pending - lates[before])),
                    Duration.ofNanos(Math.min(elapsed, waited - waits[before])));
        }
    }

    /** The last turn that ended before a time; the first known one, if none did. */
    private int lastBefore(long from) {
        long low = Math.max(0, turns - HISTORY);
        long high = turns - 1;
        while (low < high) {
            long middle = (low + high + 1) >>> 1;
            if (times[(int) (middle % HISTORY)] - from <= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return (int) (low % HISTORY);
    }
}
