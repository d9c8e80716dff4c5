package dev.agentsdk.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.testsupport.Times;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Only with system calls of one's own it is known whether any of a write has gone. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PosixStdinTest {

    @Test
    void aWriteOfWhichNothingFitsIntoTheFullPipeLeavesStdinUsable() throws Exception {
        Recording output = new Recording();
        ProcessSpec spec = ProcessSpec.of("/bin/sh", "-c", "kill -STOP $$; exec cat");
        try (ManagedProcess process = ProcessLauncher.posix().start(spec, output)) {
            byte[] kilobyte = new byte[1024];
            int whole = 0;
            while (process.write(Deadline.in(Duration.ofMillis(60)), kilobyte)) {
                whole++;
            }
            assertThat(whole).isBetween(4, 1024);
            assertThat(process.write(Deadline.in(Duration.ZERO), new byte[] {'x'}))
                    .isFalse();

            Stopped.resume(process);
            assertThat(process.write(Deadline.in(Duration.ofSeconds(30)), new byte[] {'e', 'n', 'd'}))
                    .isTrue();
            process.closeStdin(Deadline.in(Duration.ofSeconds(30)));
            Times.within(Duration.ofSeconds(30), process.exit());
            output.awaitEnds();
            assertThat(output.stdoutSize()).isEqualTo(whole * 1024 + 3);
        }
    }

    @Test
    void aDeadlineThatHasPassedDoesNotKeepAWriteFromFitting() throws Exception {
        Recording output = new Recording();
        try (ManagedProcess process = ProcessLauncher.posix().start(ProcessSpec.of("cat"), output)) {
            assertThat(process.write(Deadline.in(Duration.ZERO), new byte[] {'x'}))
                    .isTrue();
            output.awaitStdout("x");
            assertThat(process.isAlive()).isTrue();
        }
    }

    @Test
    @Tag("R-46")
    void writingToAProcessThatHasClosedItsStdinFails() {
        Recording output = new Recording();
        ProcessSpec spec = ProcessSpec.of("/bin/sh", "-c", "exec 0<&-; echo READY; exec sleep 1000")
                .withTeardown(LauncherTestBase.hasty());
        try (ManagedProcess process = ProcessLauncher.posix().start(spec, output)) {
            output.awaitStdout("READY");

            assertThatThrownBy(() -> process.write(Deadline.in(Duration.ofSeconds(30)), new byte[] {'x'}))
                    .isInstanceOf(StdinClosedException.class)
                    .hasMessageContaining(Long.toString(process.pid()))
                    .hasMessageContaining("EPIPE");
            assertThat(process.isAlive()).isTrue();
        }
    }

    @Test
    void aBlockedWriterIsFreedByTheEndOfTheProcess() throws Exception {
        ProcessSpec spec = ProcessSpec.of("/bin/sh", "-c", "read line; exit 6");
        try (ManagedProcess process = ProcessLauncher.posix().start(spec, new Recording())) {
            byte[] large = new byte[4 << 20];
            large[0] = '\n';

            assertThatThrownBy(() -> process.write(Deadline.in(Duration.ofSeconds(30)), large))
                    .isInstanceOf(StdinClosedException.class);
            assertThat(Times.within(Duration.ofSeconds(30), process.exit()).exitCode())
                    .hasValue(6);
        }
    }
}
