package dev.agentsdk.e2e;

import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.AgentSession;
import dev.agentsdk.e2e.support.E2e;
import dev.agentsdk.e2e.support.EveryLauncher;
import dev.agentsdk.e2e.support.Procs;
import dev.agentsdk.e2e.support.RawSession;
import dev.agentsdk.errors.AgentException;
import dev.agentsdk.errors.TransportClosedException;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.spi.Deadline;
import dev.agentsdk.spi.ExitReport;
import dev.agentsdk.spi.ExitReport.Stage;
import dev.agentsdk.spi.Transport;
import dev.agentsdk.testing.FakeCli;
import dev.agentsdk.testsupport.Times;
import dev.agentsdk.transport.SubprocessCliTransportFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** close() from everywhere at once. */
@E2e
class CloseConcurrencyTest {

    private static final Duration BOUND = RawSession.BOUND;

    @TempDir
    Path dir;

    @EveryLauncher
    @Tag("R-17")
    void twiceGivesTheSameReport(ProcessLauncher launcher) {
        RawSession session = RawSession.open(FakeCli.in(dir), launcher);

        ExitReport first = session.transport().close(Deadline.in(BOUND));
        long start = System.nanoTime();
        ExitReport second = session.transport().close(Deadline.in(BOUND));

        assertThat(second).isSameAs(first);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).is(under(Duration.ofMillis(200)));
    }

    @EveryLauncher
    @Tag("R-17")
    void fromThirtyTwoThreadsGivesTheSameReport(ProcessLauncher launcher) throws Exception {
        // It ignores SIGTERM, so that a second SIGTERM or a second clock would show.
        RawSession session = RawSession.open(FakeCli.in(dir).onStart("ignore-term ready hang"), launcher);
        session.awaitReady();
        ExecutorService threads = Executors.newFixedThreadPool(32);
        try {
            CountDownLatch go = new CountDownLatch(1);
            List<Future<ExitReport>> closes = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                closes.add(threads.submit(() -> {
                    go.await();
                    return session.transport().close(Deadline.in(BOUND));
                }));
            }
            long start = System.nanoTime();
            go.countDown();
            ExitReport first = Times.within(Duration.ofSeconds(5), closes.get(0));
            for (Future<ExitReport> close : closes) {
                assertThat(Times.within(Duration.ofSeconds(5), close)).isSameAs(first);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).is(under(BOUND));
            assertThat(first.stage()).isEqualTo(Stage.KILL);
        } finally {
            threads.shutdownNow();
        }
    }

    @EveryLauncher
    @Tag("R-18")
    void duringOpenLeavesNothing(ProcessLauncher launcher) throws Exception {
        FakeCli cli = FakeCli.in(dir);
        AgentOptions options = cli.options().versionCheck(false).build();
        SubprocessCliTransportFactory factory = new SubprocessCliTransportFactory().withLauncher(launcher);
        long seed = 20261121;
        Random random = new Random(seed);
        int opened = 0;
        int refused = 0;
        // What an open takes depends on the launcher and on the machine: closes are spread over twice that.
        int spread = 2 * (int) Math.min(nanosOfOneOpen(factory, options), 50_000_000);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            for (int i = 0; i < 250; i++) {
                Transport transport = factory.create(options);
                CountDownLatch entered = new CountDownLatch(1);
                Future<Boolean> opening = threads.submit(() -> {
                    entered.countDown();
                    try {
                        transport.open(new Silent());
                        return true;
                    } catch (TransportClosedException e) {
                        return false;
                    }
                });
                entered.await();
                busyFor(random.nextInt(spread));
                ExitReport report = transport.close(Deadline.in(BOUND));

                if (Times.within(Duration.ofSeconds(5), opening)) {
                    opened++;
                } else {
                    refused++;
                }
                assertThat(report.stage()).as("seed %d, round %d", seed, i).isIn(Stage.EOF, Stage.NOT_STARTED);
                assertThat(report.leftBehind()).isEmpty();
                assertThat(Procs.children()).as("seed %d, round %d", seed, i).isEmpty();
            }
        } finally {
            threads.shutdownNow();
        }
        // Both sides of the race were seen, or the test tests nothing.
        assertThat(opened).isPositive();
        assertThat(refused).isPositive();
    }

    /** The median of some. */
    private static long nanosOfOneOpen(SubprocessCliTransportFactory factory, AgentOptions options) {
        long[] nanos = new long[9];
        for (int i = 0; i < nanos.length; i++) {
            Transport transport = factory.create(options);
            long start = System.nanoTime();
            transport.open(new Silent());
            nanos[i] = System.nanoTime() - start;
            transport.close(Deadline.in(BOUND));
        }
        Arrays.sort(nanos);
        return nanos[nanos.length / 2];
    }

    /** Spreads the closes over the time that an open takes; a sleep cannot be so short. */
    private static void busyFor(long nanos) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < nanos) {
            Thread.onSpinWait();
        }
    }

    @EveryLauncher
    @Tag("R-19")
    void fromTheReadingThreadDoesNotDeadlock(ProcessLauncher launcher) throws Exception {
        AtomicReference<Transport> transport = new AtomicReference<>();
        CompletableFuture<ExitReport> closed = new CompletableFuture<>();
        transport.set(new SubprocessCliTransportFactory()
                .withLauncher(launcher)
                .create(FakeCli.in(dir)
                        .onStart("sleep:0.1 lines:3")
                        .options()
                        .versionCheck(false)
                        .build()));
        long start = System.nanoTime();
        transport.get().open(new Silent() {
            @Override
            public void onLine(byte[] buffer, int offset, int length) {
                closed.complete(transport.get().close(Deadline.in(BOUND)));
            }
        });

        ExitReport report = Times.within(Duration.ofSeconds(5), closed);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).is(under(BOUND.plusMillis(500)));
        assertThat(report.leftBehind()).isEmpty();
        assertThat(transport.get().close(Deadline.in(BOUND))).isSameAs(report);
    }

    @EveryLauncher
    @Tag("R-19")
    void fromAStderrListenerDoesNotDeadlock(ProcessLauncher launcher) throws Exception {
        AtomicReference<AgentSession> session = new AtomicReference<>();
        CompletableFuture<Duration> closed = new CompletableFuture<>();
        AgentOptions options = FakeCli.in(dir)
                .onTurn("stderr:now hang-turn")
                .options()
                .transport(new SubprocessCliTransportFactory().withLauncher(launcher))
                .stderrListener(line -> {
                    long start = System.nanoTime();
                    session.get().close();
                    closed.complete(Duration.ofNanos(System.nanoTime() - start));
                })
                .build();
        session.set(AgentSession.open(options));
        session.get().send("go");

        assertThat(Times.within(Duration.ofSeconds(5), closed)).is(under(BOUND));
        assertThat(session.get().exitReport()).isPresent();
    }

    @EveryLauncher
    void fromADependentOfItsOwnExitDoesNotDeadlock(ProcessLauncher launcher) throws Exception {
        AgentSession session = AgentSession.open(FakeCli.in(dir)
                .onTurn("exit:3")
                .options()
                .transport(new SubprocessCliTransportFactory().withLauncher(launcher))
                .build());
        CompletableFuture<Void> closed = session.exit().thenRun(session::close);

        session.send("go");

        Times.within(Duration.ofSeconds(2), closed);
        assertThat(session.exitReport())
                .hasValueSatisfying(report -> assertThat(report.exitCode()).hasValue(3));
    }

    @EveryLauncher
    @Tag("R-20")
    void withTheThreadInterruptedDoesAllTheSame(ProcessLauncher launcher) throws InterruptedException {
        RawSession session = RawSession.open(FakeCli.in(dir).onStart("ignore-term ready hang"), launcher);
        session.awaitReady();

        Thread.currentThread().interrupt();
        ExitReport report;
        try {
            report = session.closeAndNote("with the thread interrupted, EOF and SIGTERM ignored", launcher);
        } finally {
            assertThat(Thread.interrupted()).as("the flag is kept").isTrue();
        }

        assertThat(report.stage()).isEqualTo(Stage.KILL);
        assertThat(report.elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(1600));
    }

    @EveryLauncher
    void interruptingTheOpeningThreadLeavesNothing(ProcessLauncher launcher) throws Exception {
        FakeCli cli = FakeCli.in(dir).onStart("no-init-answer pid:child");
        CompletableFuture<AgentException> thrown = new CompletableFuture<>();
        Thread opener = new Thread(() -> {
            try {
                AgentSession.open(cli.options()
                        .transport(new SubprocessCliTransportFactory().withLauncher(launcher))
                        .build());
            } catch (AgentException e) {
                thrown.complete(e);
            }
        });
        opener.start();
        long pid = Long.parseLong(cli.awaitNote("child.pid", Duration.ofSeconds(30)));

        opener.interrupt();

        assertThat(Times.within(Duration.ofSeconds(3), thrown))
                .hasMessageContaining("Interrupted")
                .hasMessageContaining("initialize");
        assertThat(Procs.isAlive(pid)).isFalse();
        opener.join(2000);
    }

    private static class Silent implements Transport.Listener {
        @Override
        public void onLine(byte[] buffer, int offset, int length) {}

        @Override
        public void onUnterminatedLine(byte[] bytes) {}

        @Override
        public void onOversizeLine(long size, byte[] head) {}

        @Override
        public void onStderrLine(String line) {}

        @Override
        public void onEnd() {}
    }
}
