package dev.agentsdk.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.process.ProcessExit.Stage;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Listeners that do not behave. */
class LauncherListenerTest extends LauncherTestBase {

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
        assertThat(exit.elapsed()).isBetween(hasty().eofGrace(), Duration.ofSeconds(5));
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
    void anExceptionOfOnStartIsPassedOnAndTheProcessIsEnded() {
        FailingStart listener = new FailingStart();
        assertThatThrownBy(() -> launcher.start(shell(SILENT), listener)).isInstanceOf(OnPurpose.class);

        ManagedProcess process = listener.process.get();
        Eventually.await("the process is gone", () -> !process.isAlive());
        assertThat(ProcessHandle.of(process.pid())).isEmpty();
    }
}
