package dev.agentsdk.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.process.ProcessResult.Reason;
import dev.agentsdk.testsupport.Repeats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many runs leave nothing. */
@Timeout(value = 900, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProcessRunnerRepeatTest extends RunnerTestBase {

    private static final int RUNS = Repeats.of(75, 300);

    @Test
    @Tag("R-67")
    void manyRunsLeaveNoZombieNoDescriptorAndNoThread() {
        for (int i = 0; i < 20; i++) {
            oneOfAllKinds(i);
        }
        Eventually.await("threads are gone", () -> NothingLeftBehind.threads().isEmpty());
        int before = NothingLeftBehind.descriptors();

        for (int i = 0; i < RUNS; i++) {
            oneOfAllKinds(i);
            if (keepsAll()) {
                // The JDK's own reaper needs a moment; NothingLeftBehind looks after that.
                assertThat(NothingLeftBehind.processes()).isEmpty();
            }
        }

        Eventually.await(
                () -> before + " descriptors as before, but there are " + NothingLeftBehind.descriptors(),
                () -> NothingLeftBehind.descriptors() <= before);
    }

    private void oneOfAllKinds(int number) {
        switch (number % 5) {
            case 0 -> {
                ProcessResult result = runner().run(shell("echo out; echo err >&2; exit 3"));
                assertThat(result.exitCode()).hasValue(3);
                assertThat(result.stdout().text()).isEqualTo("out\n");
                assertThat(result.stderr().text()).isEqualTo("err\n");
            }
            case 1 -> {
                ProcessResult result = runner().run(ProcessSpec.of("cat").withStdin(ProcessInput.of("text")));
                assertThat(result.stdout().text()).isEqualTo("text");
            }
            case 2 -> {
                ProcessResult result =
                        runner().withTimeout(Duration.ofMillis(1)).run(ProcessSpec.of("sleep", "1000"));
                assertThat(result.reason()).isEqualTo(Reason.TIMED_OUT);
            }
            case 3 -> {
                try (ProcessStream<OutputLine> lines = runner().lines(ProcessSpec.of("yes"))) {
                    assertThat(lines.iterator().next().text()).isEqualTo("y");
                }
            }
            default -> {
                ProcessResult result = runner().run(shell("sleep 1000 & echo out"));
                assertThat(result.stdout().text()).isEqualTo("out\n");
            }
        }
    }

    /** A child that exits at once loses nothing of what it wrote. */
    @Test
    void shortLivedProcessesLoseNothing() {
        for (int i = 0; i < RUNS; i++) {
            ProcessResult result = runner().run(ProcessSpec.of("seq", "1", "2000"));

            assertThat(result.isSuccess()).isTrue();
            assertThat(result.stdout().totalBytes()).isEqualTo(8893);
        }
    }

    @Test
    void manyRunsAtOnceDoNotDisturbEachOther() throws Exception {
        List<CompletableFuture<ProcessResult>> results = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            results.add(runner().runAsync(shell("cat; echo " + i).withStdin(ProcessInput.of(i + " "))));
        }
        for (int i = 0; i < 60; i++) {
            assertThat(results.get(i)
                            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                            .stdout()
                            .text())
                    .isEqualTo(i + " " + i + "\n");
        }
    }
}
