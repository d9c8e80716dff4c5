package dev.agentsdk.process.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.process.Deadline;
import dev.agentsdk.process.Eventually;
import dev.agentsdk.process.ManagedProcess;
import dev.agentsdk.process.ProcessExit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class OutputQueueTest {

    /** More than an element's share of the bound below. */
    private static final int LARGE = 400;

    private final OutputQueue<String> queue = new OutputQueue<>(1000);
    private final Source source = new Source();

    OutputQueueTest() {
        queue.pauses(source);
    }

    /** Knows whether it is paused, and nothing else. */
    private static final class Source implements ManagedProcess {
        volatile boolean paused;
        Runnable beforePause = () -> {};

        @Override
        public void pauseStdout() {
            beforePause.run();
            paused = true;
        }

        @Override
        public void resumeStdout() {
            paused = false;
        }

        @Override
        public long pid() {
            return 1;
        }

        @Override
        public boolean isAlive() {
            return true;
        }

        @Override
        public boolean write(Deadline deadline, byte[]... parts) {
            return false;
        }

        @Override
        public void closeStdin(Deadline deadline) {}

        @Override
        public CompletableFuture<ProcessExit> exit() {
            return new CompletableFuture<>();
        }

        @Override
        public ProcessExit close(Deadline deadline) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }

    @Test
    void elementsComeInOrderAndThenTheEnd() throws InterruptedException {
        queue.add("1", 1, true);
        queue.add("2", 1, false);
        queue.add("3", 1, true);
        queue.end(null);

        assertThat(List.of(queue.take(), queue.take(), queue.take())).containsExactly("1", "2", "3");
        assertThat(queue.take()).isNull();
        assertThat(queue.take()).isNull();
    }

    @Test
    void theFailureComesBehindTheLastElement() throws InterruptedException {
        queue.add("1", 1, true);
        queue.end(new IllegalStateException("broken"));

        assertThat(queue.take()).isEqualTo("1");
        assertThatThrownBy(queue::take).hasMessage("broken");
    }

    @Test
    void stdoutIsPausedAtTheBoundAndResumedAtHalfOfIt() throws InterruptedException {
        queue.add("1", LARGE, true);
        queue.add("2", LARGE, true);
        assertThat(source.paused).isFalse();
        queue.add("3", LARGE, true);
        assertThat(source.paused).isTrue();

        queue.take();
        assertThat(source.paused).isTrue();
        queue.take();
        assertThat(source.paused).isFalse();
    }

    /** The consumer empties the queue between the decision to pause and the pause. */
    @Test
    void aPauseThatComesTooLateIsTakenBack() throws InterruptedException {
        queue.add("1", LARGE, true);
        queue.add("2", LARGE, true);
        List<String> taken = new ArrayList<>();
        source.beforePause = () -> {
            try {
                for (int i = 0; i < 3; i++) {
                    taken.add(queue.take());
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        };
        queue.add("3", LARGE, true);

        assertThat(taken).containsExactly("1", "2", "3");
        assertThat(source.paused).isFalse();
    }

    /** A resumption that comes late, after the queue is full again. */
    @Test
    void everyElementOverTheBoundPausesAnew() {
        for (int i = 0; i < 3; i++) {
            queue.add("x", LARGE, true);
        }
        source.resumeStdout();
        queue.add("one more", LARGE, true);

        assertThat(source.paused).isTrue();
    }

    @Test
    void stderrWaitsAtTheBoundUntilSomeOfItIsTaken() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            queue.add("x", LARGE, false);
        }
        Thread reader = addsOneMore();

        queue.take();
        reader.join();
        for (int i = 0; i < 3; i++) {
            assertThat(queue.take()).isNotNull();
        }
        assertThat(source.paused).isFalse();
    }

    @Test
    void theEndOfTheProcessFreesTheReaderAndLosesNothing() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            queue.add("x", LARGE, false);
            queue.add("y", LARGE, true);
        }
        Thread reader = addsOneMore();

        queue.takeInTheRest();
        reader.join();
        assertThat(source.paused).isFalse();
        queue.add("z", 10 * LARGE, true);
        assertThat(source.paused).isFalse();
        for (int i = 0; i < 7; i++) {
            assertThat(queue.take()).isNotNull();
        }
        assertThat(queue.take()).isEqualTo("z");
    }

    @Test
    void discardingFreesReaderAndConsumerAndDropsAll() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            queue.add("x", LARGE, false);
            queue.add("y", LARGE, true);
        }
        Thread reader = addsOneMore();

        queue.discard();
        reader.join();
        queue.add("z", LARGE, true);
        assertThat(source.paused).isFalse();
        assertThat(queue.take()).isNull();
    }

    private Thread addsOneMore() {
        Thread reader = new Thread(() -> queue.add("one more", LARGE, false));
        reader.setDaemon(true);
        reader.start();
        Eventually.await("the reader waits", () -> reader.getState() == Thread.State.WAITING);
        return reader;
    }
}
