package dev.agentsdk.transport;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.agentsdk.errors.CliStartException;
import dev.agentsdk.errors.TransportClosedException;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.process.ManagedProcess;
import dev.agentsdk.process.ProcessExit;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.process.ProcessListener;
import dev.agentsdk.process.ProcessSpec;
import dev.agentsdk.process.ProcessStartException;
import dev.agentsdk.process.StdinClosedException;
import dev.agentsdk.spi.Deadline;
import dev.agentsdk.spi.ExitReport;
import dev.agentsdk.spi.Transport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Opening, sending, closing and dying from three threads at once, in random programs that are run over and over. By real
 * threads and not by the model checker, because opening looks at files, which that does not model. The process is not a
 * real one: that a real one ends is the business of other tests.
 */
@Tag("interleavings")
@Tag("R-17")
@Tag("R-18")
@Tag("R-62")
class TransportStateInterleavingsTest {

    private static final int PROGRAMS = 25;

    /** {@code -Dagentsdk.interleavings=100000} for a longer look. */
    private static final int RUNS = Math.max(400, Integer.getInteger("agentsdk.interleavings", 0));

    /** A line for each of a hundred thousand openings is for nobody. */
    @BeforeAll
    static void logNothing() {
        ((Logger) LoggerFactory.getLogger(SubprocessCliTransport.class)).setLevel(Level.OFF);
    }

    @Test
    void noOrderLeavesAProcessReportsTwoEndsOrHangs() {
        new StressOptions()
                .iterations(PROGRAMS)
                .invocationsPerIteration(RUNS)
                .threads(3)
                .actorsPerThread(2)
                .actorsBefore(0)
                .actorsAfter(1)
                // The operations have no results to compare: what must hold is looked at in each and at the end.
                .verifier(EpsilonVerifier.class)
                .check(Uses.class);
    }

    /** What several threads do with one transport. */
    public static final class Uses {
        private final Random random = new Random();

        /** Now and then there are no processes to be had. */
        private final Launcher launcher = new Launcher(random.nextInt(5) == 0);

        private final Transport transport = new SubprocessCliTransportFactory()
                .withLauncher(launcher)
                .create(AgentOptions.builder()
                        .cliPath(Path.of("/bin/sh"))
                        .versionCheck(false)
                        .build());

        /** Whether closes do not wait until an opening has a process: whoever opens has to end it then. */
        private final boolean hurried = random.nextBoolean();

        private final AtomicReference<ExitReport> report = new AtomicReference<>();
        private final AtomicReference<String> broken = new AtomicReference<>();

        public Uses() {
            if (random.nextInt(3) == 0) {
                open();
            }
        }

        private void require(boolean condition, String what) {
            if (!condition) {
                broken.compareAndSet(null, what);
            }
        }

        /** What an operation throws is a result like any other to the checker, but not to this test. */
        private void attempt(Runnable operation) {
            try {
                operation.run();
            } catch (RuntimeException | Error e) {
                require(false, "unexpected: " + e);
            }
        }

        @Operation
        public void open() {
            attempt(() -> {
                boolean closedBefore = report.get() != null;
                try {
                    transport.open(new Deaf());
                    require(!closedBefore, "nothing opens behind a close");
                    require(launcher.child != null, "what is open has a process");
                } catch (TransportClosedException | CliStartException refused) {
                    // Closed, or not to be started.
                } catch (IllegalStateException refused) {
                    require(String.valueOf(refused.getMessage()).contains("opened before"), "refused for " + refused);
                }
            });
        }

        @Operation
        public void send() {
            attempt(() -> {
                boolean closedBefore = report.get() != null;
                try {
                    require(transport.send(new byte[] {'{', '}'}, Deadline.never()), "there is no deadline to miss");
                    require(!closedBefore, "nothing is sent behind a close");
                } catch (TransportClosedException refused) {
                    // Closed or dead.
                } catch (IllegalStateException refused) {
                    require(String.valueOf(refused.getMessage()).contains("is not open"), "refused for " + refused);
                }
            });
        }

        @Operation
        public void close() {
            attempt(() -> {
                ExitReport mine = transport.close(hurried ? Deadline.in(Duration.ZERO) : Deadline.never());
                require(report.compareAndSet(null, mine) || mine.equals(report.get()), "all get the same report");
                if (!hurried) {
                    require(launcher.leavesNothing(), "nothing is left by a close");
                    require(
                            (mine.stage() == ExitReport.Stage.NOT_STARTED) == (launcher.child == null),
                            "it is told whether there was a process");
                }
            });
        }

        @Operation
        public void die() {
            Child started = launcher.child;
            if (started != null) {
                started.end(ProcessExit.Stage.ALREADY_EXITED, 7);
            }
        }

        @Validate
        public void nothingIsBroken() {
            require(launcher.starts.get() <= 1, "one process at most");
            if (report.get() != null) {
                require(report.get().equals(transport.exit().getNow(null)), "the report is that of the end");
                require(launcher.leavesNothing(), "nothing is left");
            }
            ExitReport end = transport.exit().getNow(null);
            if (end != null && end.stage() != ExitReport.Stage.NOT_STARTED) {
                boolean byItself = end.stage() == ExitReport.Stage.ALREADY_EXITED;
                require(end.exitCode().orElse(-1) == (byItself ? 7 : 0), "the parts of a report belong together");
            }
            if (broken.get() != null) {
                throw new AssertionError(broken.get());
            }
        }
    }

    /** Ends when it is told to, at once. */
    private static final class Child implements ManagedProcess {
        private final CompletableFuture<ProcessExit> exit = new CompletableFuture<>();
        private volatile boolean closed;

        void end(ProcessExit.Stage stage, int code) {
            exit.complete(
                    ProcessExit.builder(stage).exitCode(OptionalInt.of(code)).build());
        }

        @Override
        public long pid() {
            return 1;
        }

        @Override
        public boolean isAlive() {
            return !exit.isDone();
        }

        @Override
        public boolean write(dev.agentsdk.process.Deadline deadline, byte[]... parts) {
            if (closed || !isAlive()) {
                throw new StdinClosedException("closed");
            }
            return true;
        }

        @Override
        public void closeStdin(dev.agentsdk.process.Deadline deadline) {}

        @Override
        public void pauseStdout() {}

        @Override
        public void resumeStdout() {}

        @Override
        public CompletableFuture<ProcessExit> exit() {
            return exit;
        }

        @Override
        public ProcessExit close(dev.agentsdk.process.Deadline deadline) {
            closed = true;
            end(ProcessExit.Stage.EOF, 0);
            return exit.join();
        }

        @Override
        public void close() {
            close(dev.agentsdk.process.Deadline.never());
        }
    }

    private static final class Launcher implements ProcessLauncher {
        private final boolean fails;
        private final AtomicInteger starts = new AtomicInteger();
        private volatile Child child;

        Launcher(boolean fails) {
            this.fails = fails;
        }

        @Override
        public String name() {
            return "fake";
        }

        @Override
        public ManagedProcess start(ProcessSpec spec, ProcessListener listener) {
            if (fails) {
                throw new ProcessStartException(ProcessStartException.Reason.OUT_OF_PROCESSES, "none to be had", null);
            }
            starts.incrementAndGet();
            dawdle();
            child = new Child();
            dawdle();
            listener.onStart(child);
            return child;
        }

        /** Gives the other threads time to come in between. */
        private static void dawdle() {
            for (int i = ThreadLocalRandom.current().nextInt(100); i > 0; i--) {
                Thread.onSpinWait();
            }
        }

        /** Nothing was started, or it has ended. */
        boolean leavesNothing() {
            Child started = child;
            return started == null || !started.isAlive();
        }
    }

    private static final class Deaf implements Transport.Listener {
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
