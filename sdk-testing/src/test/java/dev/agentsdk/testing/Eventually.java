package dev.agentsdk.testing;

import dev.agentsdk.testsupport.Times;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what other threads and processes bring about and what only looking tells, by a deadline. */
final class Eventually {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private Eventually() {}

    /** Looks until it is so; fails when it does not come in time. */
    static void await(String what, BooleanSupplier condition) {
        Times.await(() -> what, PATIENCE, condition);
    }
}
