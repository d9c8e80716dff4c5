package dev.agentsdk.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.AgentSession;
import dev.agentsdk.control.RunState;
import dev.agentsdk.e2e.support.E2e;
import dev.agentsdk.e2e.support.FewThreads;
import dev.agentsdk.e2e.support.LauncherNames;
import dev.agentsdk.e2e.support.Procs;
import dev.agentsdk.message.Message;
import dev.agentsdk.permission.PermissionDecision;
import dev.agentsdk.testing.FakeCli;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An agent that asks while no thread can be made any more, and a close at that time. */
@E2e
@EnabledIf(
        value = "dev.agentsdk.e2e.support.FewThreads#areAvailable",
        disabledReason =
                "the limit counts all processes of a user, so that a user without any other is needed: run as root")
class ThreadLimitTest {

    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"posix", "jdk"})
    @Tag("R-114")
    @Tag("R-81")
    void theReaderLivesOnRequestsAreServedLaterAndTheCloseIsBounded(String launcher) throws Exception {
        FewThreads.program(dir, Program.class).run(launcher).assertSuccess();
    }

    /** What runs there. */
    public static final class Program {

        private static final int REQUESTS = 30;

        private Program() {}

        public static void main(String[] arguments) throws Exception {
            FakeCli cli = FakeCli.in(Files.createTempDirectory("cli"))
                    .withSteps(steps())
                    .onTurn("init requests say:after_them result");
            AtomicInteger served = new AtomicInteger();
            AgentSession session = AgentSession.open(LauncherNames.options(cli, arguments[0])
                    .permissionCallback((asked, cancellation) -> {
                        served.incrementAndGet();
                        return PermissionDecision.deny("no");
                    })
                    .build());
            FewThreads.fill();

            // No thread for any of the requests: the messages behind them arrive all the same.
            session.send("go");
            int messages = 0;
            for (Message message : session.receiveResponse()) {
                assertThat(message).isNotNull();
                messages++;
            }
            assertThat(messages).isGreaterThan(1);
            assertThat(session.exitReport()).isEmpty();
            assertThat(served.get()).isLessThan(REQUESTS);

            FewThreads.releaseAll();
            Procs.await(
                    "all requests to be served",
                    Duration.ofSeconds(10),
                    () -> served.get() == REQUESTS || session.exitReport().isPresent());
            assertThat(session.exitReport()).isEmpty();

            FewThreads.fill();
            CompletableFuture<?> exit = session.exit();
            long start = System.nanoTime();
            session.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            assertThat(Procs.children()).isEmpty();
            RunState state = session.runState();
            assertThat(state).isNotNull();
            exit.get(10, TimeUnit.SECONDS);

            FewThreads.releaseAll();
            Procs.await(
                    "the threads to go: " + Procs.sdkThreads(),
                    Duration.ofSeconds(5),
                    () -> Procs.sdkThreads().isEmpty());
        }

        private static Path steps() throws Exception {
            Path steps = Files.createTempFile("steps", ".sh");
            Files.writeString(
                    steps,
                    "own_requests() {\n  i=0\n  while [ $i -lt " + REQUESTS + " ]; do\n"
                            + "    emit \"{\\\"type\\\":\\\"control_request\\\",\\\"request_id\\\":\\\"r$i\\\","
                            + "\\\"request\\\":{\\\"subtype\\\":\\\"can_use_tool\\\",\\\"tool_name\\\":\\\"Bash\\\","
                            + "\\\"input\\\":{}}}\"\n    i=$((i + 1))\n  done\n}\n");
            return steps;
        }
    }
}
