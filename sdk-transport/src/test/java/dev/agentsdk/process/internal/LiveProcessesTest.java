package dev.agentsdk.process.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.process.ManagedProcess;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.process.ProcessListener;
import dev.agentsdk.process.ProcessSpec;
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
}
