package dev.agentsdk.process;

import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.process.ProcessExit.Stage;
import dev.agentsdk.process.internal.Waits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ending processes that do not end by themselves. */
class LauncherCloseTest extends LauncherTestBase {

    /** Above what a loaded machine may add to the times of a plan. */
    private static final Duration SLACK = Duration.ofSeconds(3);

    private final Recording output = new Recording();

    private ManagedProcess startReady(String script, TeardownPlan plan) {
        ManagedProcess process = start(shell(script).withTeardown(plan), output);
        output.awaitStdout("READY");
        return process;
    }

    @Test
    @Tag("R-02")
    void aProcessThatReadsItsStdinEndsAtOnce() {
        ManagedProcess process = startReady("echo READY; read x; exit 3", TeardownPlan.defaults());
        ProcessExit exit = process.close(soon());

        assertThat(exit.stage()).isEqualTo(Stage.EOF);
        assertThat(exit.exitCode()).hasValue(3);
        assertThat(exit.signal()).isEmpty();
        assertThat(exit.leftBehind()).isEmpty();
        assertThat(exit.elapsed()).isGreaterThanOrEqualTo(Duration.ofNanos(1)).is(under(Duration.ofMillis(600)));
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void aProcessThatIgnoresEofGetsItsGraceAndThenTheSignal() {
        ManagedProcess process = startReady(SILENT, hasty());
        ProcessExit exit = process.close(soon());

        assertThat(exit.stage()).isEqualTo(Stage.TERM);
        assertThat(exit.exitCode()).hasValue(143);
        assertThat(exit.signal()).hasValue(15);
        assertThat(exit.elapsed())
                .isGreaterThanOrEqualTo(hasty().eofGrace())
                .is(under(hasty().eofGrace().plus(SLACK)));
    }

    @Test
    @Tag("R-03")
    void aHandlerOfTheSignalDecidesTheExitCode() {
        ManagedProcess process = startReady("trap 'exit 42' TERM; echo READY; while :; do sleep 0.01; done", hasty());
        ProcessExit exit = process.close(soon());

        assertThat(exit.stage()).isEqualTo(Stage.TERM);
        assertThat(exit.exitCode()).hasValue(42);
        assertThat(exit.signal()).isEmpty();
    }

    @Test
    @Tag("R-01")
    void aProcessThatIgnoresTheSignalIsKilled() {
        ManagedProcess process = startReady("trap '' TERM; echo READY; while :; do sleep 1; done", merciless());
        ProcessExit exit = process.close(soon());
        Duration both = merciless().eofGrace().plus(merciless().termGrace());

        assertThat(exit.stage()).isEqualTo(Stage.KILL);
        assertThat(exit.exitCode()).hasValue(137);
        assertThat(exit.signal()).isEqualTo(OptionalInt.of(9));
        assertThat(exit.leftBehind()).isEmpty();
        assertThat(exit.elapsed()).isGreaterThanOrEqualTo(both).is(under(both.plus(SLACK)));
    }

    @Test
    void aProcessThatWritesWithoutEndDiesOfTheClosedPipe() {
        ManagedProcess process = startReady("echo READY; exec cat /dev/zero", TeardownPlan.defaults());
        ProcessExit exit = process.close(soon());

        assertThat(exit.stage()).isEqualTo(Stage.EOF);
        assertThat(exit.exitCode()).hasValue(128 + 13);
        assertThat(exit.elapsed()).is(under(TeardownPlan.defaults().eofGrace()));
    }

    @Test
    void whatItWritesToStderrWhenItEndsIsStillRead() {
        ManagedProcess process =
                startReady("echo READY; read x; head -c 300000 /dev/zero >&2; exit 0", TeardownPlan.defaults());
        ProcessExit exit = process.close(soon());

        assertThat(exit.stage()).isEqualTo(Stage.EOF);
        assertThat(exit.isSuccess()).isTrue();
        assertThat(output.stderrSize()).isEqualTo(300_000);
        assertThat(output.stderrEnds()).isOne();
    }

    @Test
    void aNearDeadlineShortensTheGraceForEof() {
        TeardownPlan plan = TeardownPlan.defaults().withEofGrace(Duration.ofSeconds(20));
        ManagedProcess process = startReady(SILENT, plan);
        Duration near = plan.budget().minus(plan.eofGrace()).plusMillis(100);
        ProcessExit exit = process.close(Deadline.in(near));

        assertThat(exit.stage()).isEqualTo(Stage.TERM);
        assertThat(exit.elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(50)).is(under(near.plus(SLACK)));
    }

    @Test
    void everyCallGetsTheSameReportAndOnlyTheFirstTakesTime() {
        ManagedProcess process = startReady(SILENT, hasty());
        ProcessExit first = process.close(soon());
        long start = System.nanoTime();
        ProcessExit second = process.close(soon());
        process.close();
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        assertThat(second).isSameAs(first);
        assertThat(process.exit()).isCompletedWithValue(first);
        assertThat(took).is(under(hasty().eofGrace()));
    }

    @Test
    void manyThreadsAtOnceGetTheSameReport() throws Exception {
        int threads = 32;
        ManagedProcess process = startReady(SILENT, hasty());
        CountDownLatch together = new CountDownLatch(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<ProcessExit>> reports = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                reports.add(pool.submit(() -> {
                    together.countDown();
                    assertThat(together.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                            .isTrue();
                    return process.close(soon());
                }));
            }
            ProcessExit first = reports.get(0).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(first.stage()).isEqualTo(Stage.TERM);
            for (Future<ProcessExit> report : reports) {
                assertThat(report.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isSameAs(first);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void anInterruptedThreadStillEndsTheProcessAndKeepsItsFlag() {
        ManagedProcess process = startReady("trap '' TERM; echo READY; while :; do sleep 1; done", merciless());
        Thread.currentThread().interrupt();
        ProcessExit exit = process.close(soon());

        assertThat(Thread.interrupted()).isTrue();
        assertThat(exit.stage()).isEqualTo(Stage.KILL);
        assertThat(exit.elapsed())
                .isGreaterThanOrEqualTo(merciless().eofGrace().plus(merciless().termGrace()));
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void closingFromInsideTheListenerOfStdoutEndsTheProcess() throws Exception {
        closesFromInside(shell(SILENT), new Recording() {
            @Override
            public void onStdout(byte[] buffer, int offset, int length) {
                closeInside();
            }
        });
    }

    @Test
    void closingFromInsideTheListenerOfStderrEndsTheProcess() throws Exception {
        closesFromInside(shell("exec 1>&2; " + SILENT), new Recording() {
            @Override
            public void onStderr(byte[] buffer, int offset, int length) {
                closeInside();
            }
        });
    }

    private final CompletableFuture<ManagedProcess> running = new CompletableFuture<>();
    private final CompletableFuture<ProcessExit> closedInside = new CompletableFuture<>();

    private void closeInside() {
        closedInside.complete(running.join().close(soon()));
    }

    private void closesFromInside(ProcessSpec spec, Recording listener) throws Exception {
        ManagedProcess process = start(spec.withTeardown(hasty()), listener);
        running.complete(process);
        ProcessExit exit = closedInside.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

        assertThat(exit.stage()).isEqualTo(Stage.TERM);
        assertThat(exit.elapsed())
                .isGreaterThanOrEqualTo(hasty().eofGrace())
                .is(under(hasty().eofGrace().plus(SLACK)));
        assertThat(process.close(soon())).isSameAs(exit);
        listener.awaitEnds();
        assertThat(listener.stdoutEnds()).isOne();
        assertThat(listener.stderrEnds()).isOne();
    }

    @Test
    void nothingIsDeliveredAfterTheClose() {
        AtomicBoolean closed = new AtomicBoolean();
        AtomicInteger late = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(1);
        ManagedProcess process = start(shell("exec cat /dev/zero"), new ProcessListener() {
            @Override
            public void onStdout(byte[] buffer, int offset, int length) {
                begun.countDown();
                late.addAndGet(closed.get() ? 1 : 0);
            }

            @Override
            public void onStdoutEnd() {
                late.addAndGet(closed.get() ? 1 : 0);
            }
        });
        Waits.await(begun, soon());
        process.close();
        closed.set(true);
        Eventually.await(
                "the threads are gone", () -> NothingLeftBehind.threads().isEmpty());

        assertThat(begun.getCount()).isZero();
        assertThat(late).hasValue(0);
    }

    /** The close holds a lock that every other close needs. */
    @ParameterizedTest
    @ValueSource(strings = {"stdout", "stderr"})
    @Tag("R-81")
    void aListenerThatBlocksAtTheEndOfAStreamDoesNotHoldUpTheClose(String stream) {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        ManagedProcess process = start(shell("exec sleep 1000"), new ProcessListener() {
            @Override
            public void onStdoutEnd() {
                block("stdout");
            }

            @Override
            public void onStderrEnd() {
                block("stderr");
            }

            private void block(String ended) {
                if (ended.equals(stream)) {
                    blocked.countDown();
                    Waits.await(release, Deadline.in(Duration.ofSeconds(30)));
                }
            }
        });
        long start = System.nanoTime();
        ProcessExit exit = process.close(Deadline.in(Duration.ofSeconds(2)));
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        release.countDown();

        assertThat(took).is(under(Duration.ofMillis(2_500)));
        assertThat(process.isAlive()).isFalse();
        assertThat(exit.leftBehind()).isEmpty();
        assertThat(Waits.await(blocked, soon())).isTrue();
    }

    @Test
    void aStoppedProcessIsEnded() {
        ManagedProcess process = startReady(
                "trap 'exit 42' TERM; echo READY; kill -STOP $$; sleep 1000", keepsAll() ? hasty() : merciless());
        Stopped.awaitStopped(process);
        ProcessExit exit = process.close(soon());

        // Only whoever can wake a group can have a stopped process see the milder signal.
        assertThat(exit.stage()).isEqualTo(keepsAll() ? Stage.TERM : Stage.KILL);
        assertThat(exit.exitCode()).hasValue(keepsAll() ? 42 : 137);
        assertThat(exit.leftBehind()).isEmpty();
    }
}
