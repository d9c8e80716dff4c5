package dev.agentsdk.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.AgentOptions;
import dev.agentsdk.AgentSession;
import dev.agentsdk.e2e.support.E2e;
import dev.agentsdk.e2e.support.EveryLauncher;
import dev.agentsdk.e2e.support.Procs;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.testing.FakeCli;
import dev.agentsdk.transport.SubprocessCliTransportFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** What a server does all day. */
@E2e
class OpenCloseLoopTest {

    @TempDir
    Path dir;

    @EveryLauncher
    void aThousandSessionsLeaveNothing(ProcessLauncher launcher) {
        AgentOptions options = FakeCli.in(dir)
                .options()
                .transport(new SubprocessCliTransportFactory().withLauncher(launcher))
                .build();
        oneTurn(options);
        int descriptors = Procs.openDescriptors();

        for (int i = 0; i < 1000; i++) {
            oneTurn(options);
        }

        assertThat(Procs.children()).isEmpty();
        assertThat(Procs.sdkThreads()).isEmpty();
        assertThat(Procs.openDescriptors()).isLessThanOrEqualTo(descriptors + 2);
    }

    private static void oneTurn(AgentOptions options) {
        try (AgentSession session = AgentSession.open(options)) {
            session.send("hello");
            assertThat(session.receiveResponse().result().isError()).isFalse();
        }
    }
}
