package dev.agentsdk.process;

import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.process.ProcessExit.Stage;
import dev.agentsdk.testsupport.Times;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Listeners that do not behave. */
class LauncherListenerContractTest extends LauncherTestBase {

    private static final class OnPurpose extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OnPurpose() {
            super("on purpose");
        }
    }

    private static class ThrowsAtStdout extends Recording {
        final CountDownLatch called = new CountDownLatch(1);

        @Override
        public void onStdout(byte[] buffer, int offset, int length) {
            super.onStdout(buffer, offset, length);
            called.countDown();
            throw new OnPurpose();
        }
    }

    @Test
    void stdoutIsSaidToHaveEndedAfterItsListenerThrew() throws Exception {
        ThrowsAtStdout listener = new ThrowsAtStdout();
        ManagedProcess process = start(shell("echo FIRST; exit 0"), listener);
        exitOf(process);
        process.close();
        listener.awaitEnds();

        assertThat(listener.stdoutEnds()).isOne();
        assertThat(listener.stderrEnds()).isOne();
    }

    @Test
    void aListenerThatThrowsEndsTheReadingOfBothStreams() throws Exception {
        ThrowsAtStdout listener = new ThrowsAtStdout();
        ManagedProcess process = start(shell("echo FIRST; read x; exec cat /dev/zero >&2"), listener);
        assertThat(listener.called.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(process.write(soon(), utf8("go\n"))).isTrue();

        Times.within(Duration.ofSeconds(5), process.exit());
        assertThat(exitOf(process).exitCode()).hasValue(128 + 13);
    }

    @Test
    void aListenerThatThrowsGetsNoMoreOfStdoutAndTheProcessIsReapedWhenItEnds() throws Exception {
        ThrowsAtStdout listener = new ThrowsAtStdout();
        ManagedProcess process = start(shell("echo FIRST; read x; echo SECOND; exit 7"), listener);
        assertThat(listener.called.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        process.closeStdin(soon());
        ProcessExit exit = exitOf(process);

        // It dies of the closed pipe, or exits as it wants, depending on who is faster.
        assertThat(exit.exitCode().orElseThrow()).isIn(7, 128 + 13);
        assertThat(listener.stdout()).isEqualTo("FIRST\n");
        assertThat(process.close(soon())).isSameAs(exit);
    }

    @Test
    void aProcessWhoseListenerThrewCanBeClosed() throws Exception {
        ThrowsAtStdout listener = new ThrowsAtStdout();
        ManagedProcess process = start(shell(SILENT).withTeardown(hasty()), listener);
        assertThat(listener.called.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        ProcessExit exit = process.close(soon());

        assertThat(exit.stage()).isEqualTo(Stage.TERM);
        assertThat(exit.elapsed()).isGreaterThanOrEqualTo(hasty().eofGrace()).is(under(Duration.ofSeconds(5)));
    }

    @Test
    void aProcessThatWritesWithoutEndDiesWhenItsListenerThrows() throws Exception {
        ManagedProcess process = start(shell("exec cat /dev/zero"), new ThrowsAtStdout());

        assertThat(exitOf(process).exitCode()).hasValue(128 + 13);
    }

    private static class FailingStart extends Recording {
        final AtomicReference<ManagedProcess> process = new AtomicReference<>();

        @Override
        public void onStart(ManagedProcess started) {
            process.set(started);
            throw new OnPurpose();
        }
    }

    @Test
    @Tag("R-40")
    void anErrorOfOnStartEndsTheProcessToo() {
        AtomicReference<ManagedProcess> process = new AtomicReference<>();
        assertThatThrownBy(() -> launcher.start(shell(SILENT), new Recording() {
                    @Override
                    public void onStart(ManagedProcess started) {
                        process.set(started);
                        throw new AssertionError("on purpose");
                    }
                }))
                .isInstanceOf(AssertionError.class);

        try {
            Eventually.await("the process is gone", () -> !process.get().isAlive());
        } finally {
            process.get().close();
        }
    }

    @Test
    void aProcessWhoseOnStartThrewCanBeClosedAtOnce() {
        FailingStart listener = new FailingStart();
        assertThatThrownBy(() -> launcher.start(shell(SILENT), listener)).isInstanceOf(OnPurpose.class);
        long start = System.nanoTime();
        listener.process.get().close();
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        assertThat(took).is(under(Duration.ofSeconds(1)));
        assertThat(listener.process.get().exit()).isDone();
    }

    @Test
    void closingFromInsideOnStartTakesNoLongerThanTheProcessNeeds() {
        AtomicReference<Duration> took = new AtomicReference<>();
        ManagedProcess process = start(ProcessSpec.of("cat"), new Recording() {
            @Override
            public void onStart(ManagedProcess started) {
                long start = System.nanoTime();
                started.close();
                took.set(Duration.ofNanos(System.nanoTime() - start));
            }
        });

        assertThat(process.isAlive()).isFalse();
        assertThat(took.get()).is(under(Duration.ofSeconds(1)));
    }

    @Test
    void resumingAndPausingDoNotWaitForTheListener() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch letGo = new CountDownLatch(1);
        ManagedProcess process = start(shell(SILENT).withTeardown(hasty()), new Recording() {
            @Override
            public void onStdout(byte[] buffer, int offset, int length) {
                inside.countDown();
                try {
                    letGo.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        });
        assertThat(inside.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        try {
            CompletableFuture<Void> done = CompletableFuture.runAsync(() -> {
                process.pauseStdout();
                process.resumeStdout();
            });
            Times.within(Duration.ofSeconds(5), done);
        } finally {
            letGo.countDown();
        }
    }

    @Test
    @Tag("R-60")
    void theCloseIsBoundedAlthoughTheListenerDoesNotReturn() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch letGo = new CountDownLatch(1);
        ManagedProcess process = start(shell(SILENT).withTeardown(hasty()), new Recording() {
            @Override
            public void onStdout(byte[] buffer, int offset, int length) {
                inside.countDown();
                try {
                    letGo.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        });
        assertThat(inside.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        try {
            CompletableFuture<Void> done = CompletableFuture.runAsync(process::close);
            Times.within(hasty().budget().plusSeconds(4), done);
        } finally {
            letGo.countDown();
        }
    }
}
