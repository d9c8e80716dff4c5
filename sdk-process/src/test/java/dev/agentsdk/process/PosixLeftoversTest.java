package dev.agentsdk.process;

import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.process.internal.ProcFs;
import dev.agentsdk.testsupport.Times;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The JDK closes the pipes of a process that has gone; with system calls of one's own they can be read on. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PosixLeftoversTest {

    @Test
    void withAGraceWhatIsLeftMayFinishItsWriting() throws Exception {
        Recording output = new Recording();
        long start = System.nanoTime();
        ProcessSpec spec = ProcessSpec.of("/bin/sh", "-c", "(sleep 0.3; echo LATE) & echo EARLY; exit 0")
                .withTeardown(TeardownPlan.defaults().withLeftoverGrace(Duration.ofSeconds(20)));
        try (ManagedProcess process = ProcessLauncher.posix().start(spec, output)) {
            ProcessExit exit = Times.within(Duration.ofSeconds(30), process.exit());
            output.awaitEnds();
            Duration took = Duration.ofNanos(System.nanoTime() - start);

            assertThat(exit.isSuccess()).isTrue();
            assertThat(output.stdout()).isEqualTo("EARLY\nLATE\n");
            // Until it has written, and not the whole grace.
            assertThat(took).isGreaterThanOrEqualTo(Duration.ofMillis(300)).is(under(Duration.ofSeconds(10)));
        }
    }

    @Test
    void withoutAGraceItIsEndedBeforeItWrites() throws Exception {
        Recording output = new Recording();
        ProcessSpec spec = ProcessSpec.of("/bin/sh", "-c", "(sleep 2; echo LATE) & echo EARLY; exit 0");
        try (ManagedProcess process = ProcessLauncher.posix().start(spec, output)) {
            assertThat(Times.within(Duration.ofSeconds(30), process.exit()).isSuccess())
                    .isTrue();
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
            assertThat(Times.within(Duration.ofSeconds(30), process.exit()).leftBehind())
                    .isEmpty();
            output.awaitEnds();
            Duration took = Duration.ofNanos(System.nanoTime() - start);

            assertThat(took).isGreaterThanOrEqualTo(grace).is(under(grace.plusSeconds(5)));
            assertThat(ProcFs.scan(stat -> stat.session() == process.pid() && stat.isAlive()))
                    .isEmpty();
        }
    }
}
