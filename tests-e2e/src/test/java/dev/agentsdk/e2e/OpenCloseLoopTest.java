package dev.agentsdk.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.AgentSession;
import dev.agentsdk.e2e.support.E2e;
import dev.agentsdk.e2e.support.EveryLauncher;
import dev.agentsdk.e2e.support.Procs;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.testing.FakeCli;
import dev.agentsdk.testsupport.Repeats;
import dev.agentsdk.transport.SubprocessCliTransportFactory;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a server does all day. */
@E2e
class OpenCloseLoopTest {

    @TempDir
    Path dir;

    /** {@code -Dagentsdk.cycles=10000} for a longer look. */
    private static final int CYCLES = Integer.getInteger("agentsdk.cycles", Repeats.of(300, 1000));

    @EveryLauncher
    @Tag("R-65")
    @Tag("R-67")
    @Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void sessionsInALoopLeaveNothing(ProcessLauncher launcher) {
        AgentOptions options = FakeCli.in(dir)
                .options()
                .transport(new SubprocessCliTransportFactory().withLauncher(launcher))
                .build();
        oneTurn(options);
        int descriptors = Procs.openDescriptors();
        long memory = usedMemory();

        for (int i = 0; i < CYCLES; i++) {
            oneTurn(options);
        }

        assertThat(Procs.children()).isEmpty();
        assertThat(Procs.sdkThreads()).isEmpty();
        assertThat(Procs.openDescriptors()).isLessThanOrEqualTo(descriptors + 2);
        assertThat(usedMemory() - memory).as("growth of the heap in bytes").isLessThan(8 << 20);
    }

    private static long usedMemory() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static void oneTurn(AgentOptions options) {
        try (AgentSession session = AgentSession.open(options)) {
            session.send("hello");
            assertThat(session.receiveResponse().result().isError()).isFalse();
        }
    }
}
