package dev.agentsdk.process.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.process.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What waits for a listener, and what is dropped. */
@Tag("R-97")
@Timeout(60)
class ListenerQueueTest {

    private static final int LARGE = 16_000;

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final CountDownLatch hanging = new CountDownLatch(1);
    private final CountDownLatch called = new CountDownLatch(1);
    private final ListenerQueue queue = new ListenerQueue(
            "agent-sdk-listener-of-a-test", 3, (pieces, bytes) -> heard.add("gap " + pieces + " " + bytes));

    @AfterEach
    void end() {
        hanging.countDown();
        queue.end();
    }

    private void hang() throws InterruptedException {
        queue.add(() -> {
            called.countDown();
            try {
                hanging.await();
            } catch (InterruptedException e) {
                heard.add("interrupted");
            }
        });
        called.await();
    }

    private void release() {
        hanging.countDown();
        assertThat(queue.awaitIdle(Deadline.in(Duration.ofSeconds(30)))).isTrue();
    }

    @Test
    void outputIsBoundedInBytesAndWhatIsMissingIsCounted() throws InterruptedException {
        hang();
        for (int i = 0; i < 10_000; i++) {
            String piece = "piece " + i;
            queue.addOutput(LARGE, () -> heard.add(piece));
        }
        release();

        int kept = heard.size() - 1;
        assertThat(kept).isBetween(32, 66);
        int missing = 10_000 - kept;
        assertThat(heard)
                .startsWith("gap " + missing + " " + (long) missing * LARGE, "piece " + missing)
                .endsWith("piece 9999");
    }

    @Test
    void emptyPiecesAreBoundedToo() throws InterruptedException {
        hang();
        for (int i = 0; i < 100_000; i++) {
            String piece = "piece " + i;
            queue.addOutput(0, () -> heard.add(piece));
        }
        release();

        assertThat(heard).hasSizeBetween(4_096, 8_193).endsWith("piece 99999");
        assertThat(heard.get(0)).startsWith("gap ").endsWith(" 0");
    }

    @Test
    void otherCallsAreNotDroppedWithTheOutputAndTheOrderIsKept() throws InterruptedException {
        hang();
        queue.add(() -> heard.add("call 1"));
        for (int i = 0; i < 1_000; i++) {
            queue.addOutput(LARGE, () -> heard.add("piece"));
        }
        queue.add(() -> heard.add("call 2"));
        queue.addOutput(1, () -> heard.add("last"));
        release();

        assertThat(heard).startsWith("call 1").endsWith("piece", "call 2", "last");
        assertThat(heard.get(1)).startsWith("gap 9");
        assertThat(heard).filteredOn(call -> call.startsWith("gap")).hasSize(1);
    }

    @Test
    void ofOtherCallsThatWaitTheOldestAreDropped() throws InterruptedException {
        hang();
        for (int i = 0; i < 10; i++) {
            String call = "call " + i;
            queue.add(() -> heard.add(call));
        }
        release();

        assertThat(heard).containsExactly("call 7", "call 8", "call 9");
    }

    @Test
    void afterTheEndNothingIsCalledAndNothingWaits() throws InterruptedException {
        hang();
        queue.addOutput(1, () -> heard.add("piece"));
        queue.end();
        queue.addOutput(1, () -> heard.add("piece"));
        queue.add(() -> heard.add("call"));
        release();

        assertThat(heard).containsExactly("interrupted");
    }
}
