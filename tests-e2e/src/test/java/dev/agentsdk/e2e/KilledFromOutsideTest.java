package dev.agentsdk.e2e;

import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.agentsdk.AgentSession;
import dev.agentsdk.control.ControlRequest;
import dev.agentsdk.e2e.support.E2e;
import dev.agentsdk.e2e.support.EveryLauncher;
import dev.agentsdk.errors.CliExitedException;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.spi.ExitReport;
import dev.agentsdk.testing.FakeCli;
import dev.agentsdk.testsupport.Times;
import dev.agentsdk.transport.SubprocessCliTransportFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** What the out-of-memory killer, an administrator or a bug does to agents: they are gone from one moment to the next. */
@E2e
class KilledFromOutsideTest {

    private static final int SESSIONS = 50;

    /** Half a second is promised; the rest is for fifty at once on a busy machine. */
    private static final Duration AT_ONCE = Duration.ofMillis(1500);

    @TempDir
    Path dir;

    private record Waiting(AgentSession session, CompletableFuture<RawJson> request) {}

    @EveryLauncher
    @Tag("R-49")
    void everySessionEndsAndWhatWaitsFails(ProcessLauncher launcher) throws Exception {
        FakeCli cli = FakeCli.in(dir);
        List<Waiting> all = new ArrayList<>();
        try {
            for (int i = 0; i < SESSIONS; i++) {
                AgentSession session = AgentSession.open(cli.options()
                        .transport(new SubprocessCliTransportFactory().withLauncher(launcher))
                        .versionCheck(false)
                        .build());
                all.add(new Waiting(session, session.requestAsync(ControlRequest.of("test_silence", Map.of()))));
            }
            Random random = new Random(49);
            List<Integer> signals = List.of(9, 11, 6);
            for (Waiting one : all) {
                int signal = signals.get(random.nextInt(signals.size()));
                long start = System.nanoTime();
                kill(one.session.pid().orElseThrow(), signal);

                Throwable failure = catchThrowable(() -> Times.within(Duration.ofSeconds(5), one.request));
                assertThat(failure).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(CliExitedException.class);
                assertThat(failure.getCause())
                        .hasMessageContaining("signal " + signal + ", which this SDK did not send");
                ExitReport report = Times.within(Duration.ofSeconds(5), one.session.exit());
                assertThat(Duration.ofNanos(System.nanoTime() - start)).is(under(AT_ONCE));
                assertThat(report.stage()).isEqualTo(ExitReport.Stage.ALREADY_EXITED);
                assertThat(report.exitCode()).hasValue(128 + signal);
            }
        } finally {
            all.forEach(one -> one.session.close());
        }
    }

    private static void kill(long pid, int signal) throws Exception {
        assertThat(new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + pid)
                        .start()
                        .waitFor())
                .isZero();
    }
}
