package dev.agentsdk.process.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.process.Deadline;
import dev.agentsdk.process.ManagedProcess;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.process.ProcessListener;
import dev.agentsdk.process.ProcessSpec;
import dev.agentsdk.testsupport.Times;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hook in the JVM's exit. */
@Tag("R-22")
class LiveProcessesTest {

    @ParameterizedTest
    @ValueSource(strings = {"posix", "jdk"})
    void theHookIsThereWhileAProcessRunsAndNotLonger(String name) {
        ProcessLauncher launcher = name.equals("posix") ? ProcessLauncher.posix() : ProcessLauncher.jdk();
        assertThat(LiveProcesses.isHooked()).isFalse();
        ManagedProcess first = launcher.start(ProcessSpec.of("cat"), new ProcessListener() {});
        ManagedProcess second = launcher.start(ProcessSpec.of("cat"), new ProcessListener() {});
        assertThat(LiveProcesses.isHooked()).isTrue();
        first.close();
        assertThat(LiveProcesses.isHooked()).isTrue();
        second.close();
        assertThat(LiveProcesses.isHooked()).isFalse();
    }

    /** Its id is free: whoever gets it next must not be passed over when what another one has left is looked for. */
    @ParameterizedTest
    @ValueSource(strings = {"posix", "jdk"})
    void aProcessThatHasEndedIsNotALeaderAnyMoreThoughItsOutputIsUnread(String name) throws Exception {
        ProcessLauncher launcher = name.equals("posix") ? ProcessLauncher.posix() : ProcessLauncher.jdk();
        try (ManagedProcess process =
                launcher.start(ProcessSpec.of("sh", "-c", "read x; printf 'something to read'"), new ProcessListener() {
                    @Override
                    public void onStart(ManagedProcess started) {
                        started.pauseStdout();
                    }
                })) {
            assertThat(LiveProcesses.pids()).contains(process.pid());
            process.closeStdin(Deadline.in(Duration.ofSeconds(10)));
            Times.within(Duration.ofSeconds(10), process.exit());
            assertThat(LiveProcesses.pids()).doesNotContain(process.pid());
        }
        assertThat(LiveProcesses.isHooked()).isFalse();
    }
}
