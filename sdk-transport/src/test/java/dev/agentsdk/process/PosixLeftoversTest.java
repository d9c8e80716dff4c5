package dev.agentsdk.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.process.internal.ProcFs;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The JDK closes the pipes of a process that has gone; with system calls of one's own they can be read on. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PosixLeftoversTest {

    @Test
    void withAGraceWhatIsLeftMayFinishItsWriting() throws Exception {
        Recording output = new Recording();
        long start = System.nanoTime();
        ProcessSpec spec = ProcessSpec.of("/bin/sh", "-c", "(sleep 0.3; echo LATE) & echo EARLY; exit 0")
                .withTeardown(TeardownPlan.defaults().withLeftoverGrace(Duration.ofSeconds(20)));
        try (ManagedProcess process = ProcessLauncher.posix().start(spec, output)) {
            ProcessExit exit = process.exit().get(30, TimeUnit.SECONDS);
            output.awaitEnds();
            Duration took = Duration.ofNanos(System.nanoTime() - start);

            assertThat(exit.isSuccess()).isTrue();
            assertThat(output.stdout()).isEqualTo("EARLY\nLATE\n");
            // Until it has written, and not the whole grace.
            assertThat(took).isBetween(Duration.ofMillis(300), Duration.ofSeconds(10));
        }
    }

    @Test
    void withoutAGraceItIsEndedBeforeItWrites() throws Exception {
        Recording output = new Recording();
        ProcessSpec spec = ProcessSpec.of("/bin/sh", "-c", "(sleep 2; echo LATE) & echo EARLY; exit 0");
        try (ManagedProcess process = ProcessLauncher.posix().start(spec, output)) {
            assertThat(process.exit().get(30, TimeUnit.SECONDS).isSuccess()).isTrue();
            output.awaitEnds();
            assertThat(output.stdout()).isEqualTo("EARLY\n");
        }
    }

    @Test
    void aGraceThatPassesIsWaitedForAndWhatIsLeftIsEndedThen() throws Exception {
        Recording output = new Recording();
        Duration grace = Duration.ofMillis(150);
        long start = System.nanoTime();
        ProcessSpec spec = ProcessSpec.of("/bin/sh", "-c", "sleep 1000 & exit 0")
                .withTeardown(TeardownPlan.defaults().withLeftoverGrace(grace));
        try (ManagedProcess process = ProcessLauncher.posix().start(spec, output)) {
            assertThat(process.exit().get(30, TimeUnit.SECONDS).leftBehind()).isEmpty();
            output.awaitEnds();
            Duration took = Duration.ofNanos(System.nanoTime() - start);

            assertThat(took).isBetween(grace, grace.plusSeconds(5));
            assertThat(ProcFs.scan(stat -> stat.session() == process.pid() && stat.isAlive()))
                    .isEmpty();
        }
    }
}
