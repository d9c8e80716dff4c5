package dev.agentsdk.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Inputs that do not behave: of children, and of runs. */
@Tag("R-98")
class SupervisorInputTest extends SupervisorTestBase {

    /** How a stream behaves when it is read; counts its closes. */
    private static class Input extends InputStream {
        final AtomicInteger reads = new AtomicInteger();
        final AtomicInteger closes = new AtomicInteger();
        final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public int read() throws IOException {
            return -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            reads.incrementAndGet();
            return 0;
        }

        @Override
        public void close() {
            closes.incrementAndGet();
            closed.countDown();
        }

        final void awaitClosed() throws InterruptedException {
            assertThat(closed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(closes).hasValue(1);
        }
    }

    /** Gives a line, and then throws. */
    private static final class Failing extends Input {
        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (reads.getAndIncrement() > 0) {
                throw new IOException("the disk is gone");
            }
            buffer[offset] = 'x';
            buffer[offset + 1] = '\n';
            return 2;
        }
    }

    /** Waits without heeding an interruption, until it is closed: as a socket does whose peer is silent. */
    private static class Silent extends Input {
        final CountDownLatch beingRead = new CountDownLatch(1);

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            beingRead.countDown();
            while (true) {
                try {
                    closed.await();
                    throw new IOException("closed");
                } catch (InterruptedException e) {
                    reads.incrementAndGet();
                }
            }
        }
    }

    private static ChildSpec reader(String script, Input input) {
        return ChildSpec.of("reader", shell(script).withStdin(() -> input));
    }

    private static void awaitNoPump() {
        Eventually.await(
                "the threads of inputs have gone",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("agent-sdk-input")));
    }

    @Test
    void aChildWhoseInputThrowsHasFailedAndIsEnded() throws InterruptedException {
        Failing input = new Failing();
        ProcessSupervisor supervisor = supervisor();
        long pid = supervisor
                .start(reader("trap '' HUP; cat; exec sleep 1000", input))
                .pid()
                .orElseThrow();

        awaitState(supervisor, "reader", ChildState.FAILED);
        ChildExit exit = supervisor.status("reader").orElseThrow().lastExit().orElseThrow();
        assertThat(exit.failure().orElseThrow())
                .hasMessage("The input of reader cannot be read: java.io.IOException: the disk is gone")
                .hasCauseInstanceOf(IOException.class);
        assertThat(exit.exit()).isPresent();
        assertThat(exit.isSuccess()).isFalse();
        assertThat(isAlive(pid)).isFalse();
        input.awaitClosed();
    }

    /** It may end with code 0 at the end of what it got, which is not the whole. */
    @Test
    void aChildWhoseInputThrowsHasFailedAlsoIfItExitsWithZero() {
        ProcessSupervisor supervisor = supervisor();
        supervisor.start(reader("trap 'exit 0' TERM; cat; exit 0", new Failing()));

        awaitState(supervisor, "reader", ChildState.FAILED);
        assertThat(supervisor
                        .status("reader")
                        .orElseThrow()
                        .lastExit()
                        .orElseThrow()
                        .failure())
                .isPresent();
    }

    @Test
    void anInputThatThrowsAnErrorIsNoOtherCase() {
        ProcessSupervisor supervisor = supervisor();
        supervisor.start(reader("cat; exec sleep 1000", new Input() {
            @Override
            public int read(byte[] buffer, int offset, int length) {
                throw new StackOverflowError("on purpose");
            }
        }));

        awaitState(supervisor, "reader", ChildState.FAILED);
    }

    @Test
    void aRestartOpensTheInputAgain() {
        AtomicInteger opened = new AtomicInteger();
        ProcessInput input =
                () -> opened.getAndIncrement() == 0 ? new Failing() : new ByteArrayInputStream(utf8("all"));
        ProcessSupervisor supervisor = supervisor();
        supervisor.start(ChildSpec.of("reader", shell("cat").withStdin(input))
                .withRestart(new RestartPolicy(1, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMinutes(1))));

        awaitState(supervisor, "reader", ChildState.EXITED);
        assertThat(supervisor.status("reader").orElseThrow().restarts()).isOne();
        assertThat(texts(supervisor, "reader")).contains("all");
    }

    @Test
    void anInputThatIsBeingReadIsClosedAtTheStop() throws InterruptedException {
        Silent input = new Silent();
        ProcessSupervisor supervisor = supervisor();
        supervisor.start(reader("exec sleep 1000", input));
        assertThat(input.beingRead.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();

        supervisor.stop("reader", hasty());
        awaitState(supervisor, "reader", ChildState.STOPPED);
        input.awaitClosed();
        awaitNoPump();
    }

    /** A stop does not wait for an input whose close waits for its read. */
    @Test
    void anInputWhoseCloseBlocksDelaysNoStop() throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        Silent input = new Silent() {
            @Override
            public void close() {
                try {
                    stopped.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                super.close();
            }
        };
        ProcessSupervisor supervisor = supervisor();
        supervisor.start(reader("exec sleep 1000", input));
        assertThat(input.beingRead.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();

        try {
            supervisor.stop("reader", hasty());
            awaitState(supervisor, "reader", ChildState.STOPPED);
        } finally {
            stopped.countDown();
        }
        input.awaitClosed();
        awaitNoPump();
    }

    @Test
    void theInputOfAChildThatCannotBeStartedIsClosed() throws InterruptedException {
        Input input = new Input();
        ProcessSupervisor supervisor = supervisor();
        ChildSpec missing = ChildSpec.of(
                "reader", ProcessSpec.of(dir.resolve("missing").toString()).withStdin(() -> input));

        assertThatThrownBy(() -> supervisor.start(missing)).isInstanceOf(ProcessStartException.class);
        input.awaitClosed();
        assertThat(input.reads).hasValue(0);
    }

    @Test
    void anInputThatGivesZeroBytesIsReadByteByByteAndDoesNotSpin() throws InterruptedException {
        byte[] text = utf8("a line\n");
        Input input = new Input() {
            private int next;

            @Override
            public int read() {
                return next < text.length ? text[next++] : -1;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return super.read(buffer, offset, length);
            }
        };
        ProcessSupervisor supervisor = supervisor();
        supervisor.start(reader("cat; echo eof", input));

        awaitState(supervisor, "reader", ChildState.EXITED);
        assertThat(texts(supervisor, "reader")).containsExactly("a line", "eof");
        assertThat(input.reads.get()).isLessThanOrEqualTo(text.length + 1);
        input.awaitClosed();
    }

    @Test
    void aRunReadsAnInputThatGivesZeroBytesInTheSameWay() throws InterruptedException {
        Input input = new Input();
        ProcessResult result = runner().run(shell("cat; echo eof").withStdin(() -> input));

        assertThat(result.stdout().text()).isEqualTo("eof\n");
        assertThat(input.reads).hasValue(1);
        input.awaitClosed();
    }

    @Test
    void anInputThatIsBeingReadIsClosedWhenTheProcessOfARunExits() throws InterruptedException {
        Silent input = new Silent();
        ProcessResult result = runner().run(shell("exit 4").withStdin(() -> input));

        assertThat(result.exitCode()).hasValue(4);
        input.awaitClosed();
        awaitNoPump();
    }

    @Test
    void theInputOfARunThatCannotBeStartedIsClosed() throws InterruptedException {
        Input input = new Input();
        ProcessSpec missing = ProcessSpec.of(dir.resolve("missing").toString()).withStdin(() -> input);

        assertThatThrownBy(() -> runner().run(missing)).isInstanceOf(ProcessStartException.class);
        input.awaitClosed();
    }

    @Test
    void anInputThatThrowsFailsItsRun() throws InterruptedException {
        Failing input = new Failing();

        assertThatThrownBy(() -> runner().run(shell("cat; exec sleep 1000").withStdin(() -> input)))
                .isInstanceOf(ProcessFailedException.class)
                .hasMessageContaining("the disk is gone");
        input.awaitClosed();
    }
}
