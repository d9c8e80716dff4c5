package dev.agentsdk.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.AgentOptions;
import dev.agentsdk.AgentSession;
import dev.agentsdk.CliStartException;
import dev.agentsdk.e2e.support.E2e;
import dev.agentsdk.e2e.support.FewThreads;
import dev.agentsdk.e2e.support.LauncherNames;
import dev.agentsdk.e2e.support.Procs;
import dev.agentsdk.testing.FakeCli;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A machine on which neither a process nor a thread can be created any more, and then one, and then two. In a JVM of its
 * own, as a user who has few of them.
 */
@E2e
@EnabledIf(
        value = "dev.agentsdk.e2e.support.FewThreads#areAvailable",
        disabledReason =
                "the limit counts all processes of a user, so that a user without any other is needed: run as root")
class ProcessLimitTest {

    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"posix", "jdk"})
    @Tag("R-33")
    void refusesNewSessionsAndLeavesNoProcess(String launcher) throws Exception {
        FewThreads.program(dir, Program.class).run(launcher).assertSuccess();
    }

    /** What runs there. */
    public static final class Program {

        private Program() {}

        public static void main(String[] arguments) throws Exception {
            FakeCli cli = FakeCli.in(Files.createTempDirectory("cli"));
            AgentOptions options = LauncherNames.options(cli, arguments[0]).build();
            oneTurn(options);
            FewThreads.fill();

            int refusals = 0;
            boolean opened = false;
            while (!opened) {
                try {
                    oneTurn(options);
                    opened = true;
                } catch (CliStartException e) {
                    assertThat(e.reason()).as(e.toString()).isEqualTo(CliStartException.Reason.OUT_OF_PROCESSES);
                    refusals++;
                    assertThat(Procs.children()).as("after refusal " + refusals).isEmpty();
                    Procs.await(
                            "the threads to go: " + Procs.sdkThreads(),
                            Duration.ofSeconds(2),
                            () -> Procs.sdkThreads().isEmpty());
                    FewThreads.release();
                }
            }
            // Without a process, with a process but without a thread to read from it, ...
            assertThat(refusals).isGreaterThan(1);
            assertThat(Procs.children()).isEmpty();
        }

        private static void oneTurn(AgentOptions options) {
            try (AgentSession session = AgentSession.open(options)) {
                session.send("hello");
                assertThat(session.receiveResponse().result().isError()).isFalse();
            }
        }
    }
}
