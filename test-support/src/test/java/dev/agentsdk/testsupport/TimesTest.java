package dev.agentsdk.testsupport;

import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bounds are as strict as the machine is quiet. */
@Timeout(60)
@Tag("R-192")
class TimesTest {

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Test
    void aTimeBelowItsLimitNeedsNoDelay() {
        assertThat(Duration.ofMillis(99)).is(under(Duration.ofMillis(100)));
    }

    /** Ten times the interval cannot be the delay of the machine, however busy that is. */
    @Test
    void aTimeThatTheMachineDoesNotExplainIsOverItsLimit() {
        assertThatThrownBy(() -> assertThat(Duration.ofMinutes(4)).is(under(Duration.ofMillis(1))))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("under PT0.001S, and the machine delayed it by");
    }

    @Test
    void aThreadThatSleepsIsNotDelayed() throws Exception {
        long start = System.nanoTime();
        Thread.sleep(300);
        StallMeter.Delay delay = StallMeter.since(start);
        Duration elapsed = since(start);

        assertThat(delay.total()).isLessThan(elapsed);
        assertThat(delay.late()).isLessThanOrEqualTo(elapsed);
        assertThat(delay.waited()).isLessThanOrEqualTo(elapsed);
    }

    /** As many busy threads as the machine has processors, twice over: each has to wait for as long as it runs. */
    @Test
    void threadsThatWaitForAProcessorAreDelayed() throws Exception {
        Assumptions.assumeTrue(
                Files.isReadable(Path.of("/proc/thread-self/schedstat")), "this kernel does not count run-queue waits");
        long start = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
            Thread thread = new Thread(() -> {
                while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(1)) {
                    Thread.onSpinWait();
                }
            });
            thread.start();
            threads.add(thread);
        }
        while (since(start).compareTo(Duration.ofMillis(800)) < 0) {
            Thread.sleep(10);
        }
        StallMeter.Delay delay = StallMeter.since(start);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(delay.waited()).isGreaterThan(Duration.ofMillis(300));
    }

    @Test
    void whatDoesNotComeFailsWithWhatTheMachineDelayed() {
        assertThatThrownBy(() -> Times.await(() -> "a miracle", Duration.ofMillis(50), () -> false))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("a miracle")
                .hasMessageContaining("late wake-ups");
        assertThatThrownBy(() -> Times.within(Duration.ofMillis(50), new CompletableFuture<>()))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> Times.within(Duration.ofMillis(50), new CountDownLatch(1)))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void whatComesIsGiven() throws Exception {
        assertThat(Times.within(Duration.ZERO, CompletableFuture.completedFuture("a")))
                .isEqualTo("a");
        Times.within(Duration.ZERO, new CountDownLatch(0));
        Times.await(() -> "nothing", Duration.ZERO, () -> true);
    }
}
