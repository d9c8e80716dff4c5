package dev.agentsdk.process;

import dev.agentsdk.testsupport.Times;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Waits for what other processes bring about and what only looking tells: again and again, by a deadline. */
public final class Eventually {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private Eventually() {}

    /** Looks until it is so; fails when it does not come in time. */
    public static void await(String what, BooleanSupplier condition) {
        await(() -> what, condition);
    }

    /** Looks until it is so; fails with what is seen then when it does not come in time. */
    public static void await(Supplier<String> what, BooleanSupplier condition) {
        Times.await(what, PATIENCE, condition);
    }

    /** Looks for a time whether a value stays what it is; fails when it changes. */
    public static void awaitUnchanged(Duration time, LongSupplier value) {
        long start = System.nanoTime();
        long first = value.getAsLong();
        while (System.nanoTime() - start < time.toNanos()) {
            long now = value.getAsLong();
            if (now != first) {
                throw new AssertionError("It was " + first + " and is " + now + ".");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }
}
