package dev.agentsdk.testsupport;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.assertj.core.api.Condition;
import org.assertj.core.description.TextDescription;

/**
 * Upper bounds on time. A bound is the one that the test states, plus the delay that the machine showed in that very
 * interval, as {@link StallMeter} measures it; on an idle machine that is nearly nothing.
 *
 * <pre>{@code
 * assertThat(report.elapsed()).isGreaterThanOrEqualTo(grace).is(under(ofSeconds(2)));
 * }</pre>
 */
public final class Times {

    /** An assertion is made soon after the interval that it is about, but not at once. */
    private static final Duration AFTERWARDS = Duration.ofMillis(200);

    private Times() {}

    /**
     * A duration that was measured up to now and is shorter than a limit.
     *
     * @param limit the limit on an idle machine
     * @return the condition, for {@code is} and {@code has}
     */
    public static Condition<Duration> under(Duration limit) {
        return new Under(limit);
    }

    private static final class Under extends Condition<Duration> {
        private final Duration limit;

        Under(Duration limit) {
            super("under " + limit);
            this.limit = limit;
        }

        @Override
        public boolean matches(Duration elapsed) {
            if (elapsed.compareTo(limit) < 0) {
                return true;
            }
            StallMeter.Delay delay = StallMeter.since(
                    System.nanoTime() - elapsed.plus(AFTERWARDS).toNanos());
            describedAs(new TextDescription("under %s, and the machine delayed it by %s", limit, delay));
            return elapsed.minus(delay.total()).compareTo(limit) < 0;
        }
    }

    /**
     * Waits for a condition, which is looked at every millisecond, and fails when it does not hold in time.
     *
     * @param what is waited for
     * @param limit how long on an idle machine
     * @param condition what must come true
     */
    public static void await(Supplier<String> what, Duration limit, BooleanSupplier condition) {
        long start = System.nanoTime();
        Duration next = limit;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > next.toNanos()) {
                next = Duration.ofNanos(System.nanoTime() - start).plus(remaining(start, limit, what));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    /**
     * The value of a future that completes in time.
     *
     * @param limit how long that may take on an idle machine
     * @param future what is waited for
     * @param <T> its type
     * @return its value
     * @throws ExecutionException if it completes exceptionally
     * @throws InterruptedException if this thread is interrupted
     */
    public static <T> T within(Duration limit, Future<T> future) throws ExecutionException, InterruptedException {
        long start = System.nanoTime();
        Duration next = limit;
        while (true) {
            try {
                return future.get(next.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                next = remaining(start, limit, () -> "a future to complete");
            }
        }
    }

    /**
     * Waits for a latch that is released in time.
     *
     * @param limit how long that may take on an idle machine
     * @param latch what is waited for
     * @throws InterruptedException if this thread is interrupted
     */
    public static void within(Duration limit, CountDownLatch latch) throws InterruptedException {
        long start = System.nanoTime();
        Duration next = limit;
        while (!latch.await(next.toNanos(), TimeUnit.NANOSECONDS)) {
            next = remaining(start, limit, () -> "a latch to be released");
        }
    }

    /** What is left of a limit since a time, with the delay of the machine added; positive, or this fails. */
    private static Duration remaining(long start, Duration limit, Supplier<String> what) {
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        StallMeter.Delay delay = StallMeter.since(start);
        Duration left = limit.plus(delay.total()).minus(elapsed);
        if (left.isZero() || left.isNegative()) {
            throw new AssertionError("Waited " + elapsed.toMillis() + " ms in vain, of which the machine delayed "
                    + delay + ", for " + what.get() + " within " + limit);
        }
        return left;
    }
}
