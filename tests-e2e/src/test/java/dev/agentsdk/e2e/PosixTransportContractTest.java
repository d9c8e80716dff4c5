package dev.agentsdk.e2e;

import dev.agentsdk.e2e.support.E2e;
import dev.agentsdk.e2e.support.Scripts;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.spi.Transport;
import dev.agentsdk.testing.TransportContract;
import dev.agentsdk.transport.SubprocessCliTransportFactory;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

@E2e
class PosixTransportContractTest extends TransportContract {

    @TempDir
    Path dir;

    @Override
    protected Transport transport(Behaviour behaviour) throws IOException {
        AgentOptions options = AgentOptions.builder()
                .cliPath(Scripts.agent(dir, behaviour))
                .versionCheck(false)
                .build();
        return new SubprocessCliTransportFactory()
                .withLauncher(ProcessLauncher.posix())
                .create(options);
    }
}
