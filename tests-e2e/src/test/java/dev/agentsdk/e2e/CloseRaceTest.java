package dev.agentsdk.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.e2e.support.E2e;
import dev.agentsdk.e2e.support.EveryLauncher;
import dev.agentsdk.process.Deadline;
import dev.agentsdk.process.ManagedProcess;
import dev.agentsdk.process.ProcessExit;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.process.ProcessListener;
import dev.agentsdk.process.ProcessSpec;
import dev.agentsdk.process.TeardownPlan;
import dev.agentsdk.process.TeardownPlan.Descendants;
import java.time.Duration;
import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;

/** A process that ends by itself at the very moment when it is to be ended. */
@E2e
class CloseRaceTest {

    private static final int CASES = 150;

    /** So short that its signals meet the process's own end. */
    private static final TeardownPlan HASTY = new TeardownPlan(
            Duration.ofMillis(1),
            Duration.ofMillis(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ZERO,
            Descendants.END);

    @EveryLauncher
    @Tag("R-06")
    void isReportedByItsOwnEndOrByOurs(ProcessLauncher launcher) {
        Random random = new Random(6);
        Set<ProcessExit.Stage> seen = EnumSet.noneOf(ProcessExit.Stage.class);
        for (int i = 0; i < CASES; i++) {
            // Takes no notice of its stdin.
            ProcessSpec spec =
                    ProcessSpec.of("sleep", "0.00" + (1 + random.nextInt(9))).withTeardown(HASTY);
            try (ManagedProcess process = launcher.start(spec, new ProcessListener() {})) {
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(10_000)));
                ProcessExit exit = process.close(Deadline.in(Duration.ofSeconds(2)));

                seen.add(exit.stage());
                switch (exit.stage()) {
                    case ALREADY_EXITED, EOF -> assertThat(exit.exitCode()).hasValue(0);
                    case TERM -> assertThat(exit.exitCode()).isIn(code(0), code(143));
                    case KILL -> assertThat(exit.exitCode()).isIn(code(0), code(143), code(137));
                    default -> assertThat(exit).isNull();
                }
                assertThat(exit.leftBehind()).isEmpty();
            }
        }
        assertThat(seen).as("the moments that were met").hasSizeGreaterThan(1);
    }

    private static OptionalInt code(int code) {
        return OptionalInt.of(code);
    }
}
