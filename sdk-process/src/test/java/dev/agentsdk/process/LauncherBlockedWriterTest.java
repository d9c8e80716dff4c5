package dev.agentsdk.process;

import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Writers that wait because the process does not read. */
@Tag("R-44")
class LauncherBlockedWriterTest extends LauncherTestBase {

    private static final Duration SHORT = Duration.ofMillis(60);

    /** More than any pipe holds. */
    private static final byte[] LARGE = new byte[4 << 20];

    /** Reads the first line, says so, and goes on as the argument says. */
    private static final String READS_A_LINE = "read line; echo GOT $line; ";

    private final Recording output = new Recording();

    /** A thread in a write, and what comes of it: true, false, or what it throws. */
    private static final class Writer {
        final CompletableFuture<Object> outcome = new CompletableFuture<>();
        final Thread thread;

        Writer(ManagedProcess process, byte[]... parts) {
            thread = new Thread(() -> {
                try {
                    outcome.complete(process.write(Deadline.never(), parts));
                } catch (StdinClosedException e) {
                    outcome.complete(e);
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        Object outcome() throws Exception {
            return outcome.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /** A writer in the middle of its write: the process has read the beginning and reads no more. */
    private Writer blockedWriter(ManagedProcess process) {
        Writer writer = new Writer(process, utf8("begin\n"), LARGE);
        output.awaitStdout("GOT begin");
        assertThat(writer.outcome).isNotDone();
        return writer;
    }

    @Test
    void aDeadlineEndsTheWaitAndAWriteThatWasBegunClosesStdin() {
        ManagedProcess process = start(shell(SILENT), output);
        output.awaitStdout("READY");
        long start = System.nanoTime();
        boolean written = process.write(Deadline.in(SHORT), LARGE);
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        assertThat(written).isFalse();
        assertThat(took).isGreaterThanOrEqualTo(SHORT).is(under(SHORT.plusSeconds(5)));
        assertThatThrownBy(() -> process.write(soon(), utf8("more"))).isInstanceOf(StdinClosedException.class);
    }

    @Test
    void whoOnlyWaitedForAnotherWriterHasWrittenNothingAndStdinStaysUsable() throws Exception {
        ManagedProcess process = start(shell(READS_A_LINE + "kill -STOP $$; exec cat > /dev/null"), output);
        Writer first = blockedWriter(process);
        long start = System.nanoTime();
        boolean written = process.write(Deadline.in(SHORT), utf8("second"));
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        assertThat(written).isFalse();
        assertThat(took).isGreaterThanOrEqualTo(SHORT).is(under(SHORT.plusSeconds(5)));
        assertThat(first.outcome).isNotDone();
        Stopped.resume(process);
        assertThat(first.outcome()).isEqualTo(true);
        assertThat(process.write(soon(), utf8("third"))).isTrue();
        process.closeStdin(soon());
        assertThat(exitOf(process).isSuccess()).isTrue();
    }

    @Test
    void aBlockedWriterIsFreedByTheClose() throws Exception {
        ManagedProcess process = start(shell(READS_A_LINE + "exec sleep 1000").withTeardown(hasty()), output);
        Writer writer = blockedWriter(process);
        ProcessExit exit = process.close(soon());

        assertThat(writer.outcome()).isInstanceOf(StdinClosedException.class);
        assertThat(exit.stage()).isEqualTo(ProcessExit.Stage.TERM);
        assertThat(exit.elapsed()).isGreaterThanOrEqualTo(hasty().eofGrace()).is(under(Duration.ofSeconds(5)));
    }

    @Test
    void writersBehindABlockedOneAreFreedToo() throws Exception {
        ManagedProcess process = start(shell(READS_A_LINE + "exec sleep 1000").withTeardown(hasty()), output);
        Writer first = blockedWriter(process);
        Writer second = new Writer(process, utf8("second"));
        Writer third = new Writer(process, utf8("third"));
        process.close();

        assertThat(first.outcome()).isInstanceOf(StdinClosedException.class);
        assertThat(second.outcome()).isInstanceOf(StdinClosedException.class);
        assertThat(third.outcome()).isInstanceOf(StdinClosedException.class);
    }

    @Test
    void interruptionDoesNotEndAWriteAndTheFlagIsKept() throws Exception {
        ManagedProcess process = start(shell(READS_A_LINE + "kill -STOP $$; exec cat > /dev/null"), output);
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        CompletableFuture<Object> outcome = new CompletableFuture<>();
        Thread writer = new Thread(() -> {
            outcome.complete(process.write(Deadline.never(), utf8("begin\n"), LARGE));
            flag.complete(Thread.interrupted());
        });
        writer.start();
        output.awaitStdout("GOT begin");
        writer.interrupt();
        Stopped.resume(process);

        assertThat(outcome.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(true);
        assertThat(flag.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void closingStdinBehindABlockedWriterWaitsByItsDeadlineAndLeavesStdinOpen() throws Exception {
        ManagedProcess process = start(shell(READS_A_LINE + "kill -STOP $$; exec cat > /dev/null"), output);
        Writer writer = blockedWriter(process);
        long start = System.nanoTime();
        Throwable thrown = catchThrowable(() -> process.closeStdin(Deadline.in(SHORT)));
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        assertThat(thrown).isNull();
        assertThat(took).isGreaterThanOrEqualTo(SHORT).is(under(SHORT.plusSeconds(5)));
        Stopped.resume(process);
        assertThat(writer.outcome()).isEqualTo(true);
        assertThat(process.write(soon(), utf8("still open"))).isTrue();
        process.closeStdin(soon());
        assertThat(exitOf(process).isSuccess()).isTrue();
    }
}
