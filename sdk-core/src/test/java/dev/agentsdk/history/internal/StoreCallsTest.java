package dev.agentsdk.history.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StoreCallsTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** More of them than calls that may be abandoned. */
    @Test
    void callsForWhichThereWasNoThreadDoNotCountAsUnderWay() throws Exception {
        AtomicInteger failures = new AtomicInteger(10);
        StoreCalls calls = new StoreCalls(work -> {
            if (failures.getAndDecrement() > 0) {
                throw new OutOfMemoryError("thrown by a test");
            }
            return new Thread(work);
        });
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> calls.within(LIMIT, () -> "x"))
                    .isInstanceOf(ExecutionException.class)
                    .hasRootCauseInstanceOf(OutOfMemoryError.class);
        }

        assertThat(calls.within(LIMIT, () -> "x")).isEqualTo("x");
        calls.end();
    }
}
