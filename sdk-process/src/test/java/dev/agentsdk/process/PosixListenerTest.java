package dev.agentsdk.process;

import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.process.ProcessExit.Stage;
import dev.agentsdk.process.internal.Waits;
import dev.agentsdk.testsupport.Times;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A listener that does not return holds up nothing but the reading. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PosixListenerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final TeardownPlan PLAN = new TeardownPlan(
            Duration.ofMillis(80),
            Duration.ofMillis(800),
            Duration.ofMillis(300),
            Duration.ofMillis(1300),
            Duration.ZERO,
            TeardownPlan.Descendants.END);

    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch letGo = new CountDownLatch(1);

    @AfterEach
    void letTheListenerGo() {
        letGo.countDown();
    }

    private ManagedProcess startWithAListenerThatStays() {
        ProcessSpec spec =
                ProcessSpec.of("/bin/sh", "-c", LauncherTestBase.SILENT).withTeardown(PLAN);
        ManagedProcess process = ProcessLauncher.posix().start(spec, new ProcessListener() {
            @Override
            public void onStdout(byte[] buffer, int offset, int length) {
                inside.countDown();
                Waits.await(letGo, Deadline.in(PATIENCE));
            }
        });
        assertThat(Waits.await(inside, Deadline.in(PATIENCE))).isTrue();
        return process;
    }

    @Test
    void pausingAndResumingDoNotWaitForIt() throws Exception {
        try (ManagedProcess process = startWithAListenerThatStays()) {
            CompletableFuture<Void> done = CompletableFuture.runAsync(() -> {
                process.pauseStdout();
                process.resumeStdout();
            });

            Times.within(Duration.ofSeconds(5), done);
            assertThat(letGo.getCount()).isOne();
            letGo.countDown();
        }
    }

    @Test
    void theCloseWaitsForItNoLongerThanItsBudget() throws Exception {
        ManagedProcess process = startWithAListenerThatStays();
        CompletableFuture<ProcessExit> closed =
                CompletableFuture.supplyAsync(() -> process.close(Deadline.in(PLAN.budget())));
        ProcessExit exit = Times.within(Duration.ofSeconds(20), closed);

        assertThat(letGo.getCount()).isOne();
        assertThat(exit.stage()).isEqualTo(Stage.TERM);
        assertThat(exit.elapsed())
                .isGreaterThanOrEqualTo(PLAN.eofGrace())
                .is(under(PLAN.budget().plusSeconds(3)));
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void aListenerThatThrowsEndsTheReadingOfBothStreams() throws Exception {
        ProcessSpec spec = ProcessSpec.of("/bin/sh", "-c", "echo FIRST; exec cat /dev/zero >&2");
        try (ManagedProcess process = ProcessLauncher.posix().start(spec, new ProcessListener() {
            @Override
            public void onStdout(byte[] buffer, int offset, int length) {
                throw new IllegalStateException("on purpose");
            }
        })) {
            // It ends because nobody reads its stderr any more.
            assertThat(Times.within(Duration.ofSeconds(20), process.exit()).exitCode())
                    .hasValue(128 + 13);
        }
    }
}
