package dev.agentsdk.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.AgentSession;
import dev.agentsdk.e2e.support.E2e;
import dev.agentsdk.e2e.support.JavaProgram;
import dev.agentsdk.e2e.support.LauncherNames;
import dev.agentsdk.e2e.support.Procs;
import dev.agentsdk.e2e.support.RawSession;
import dev.agentsdk.errors.TransportClosedException;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.spi.Deadline;
import dev.agentsdk.spi.ExitReport;
import dev.agentsdk.testing.FakeCli;
import dev.agentsdk.testsupport.StallMeter;
import dev.agentsdk.testsupport.Times;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers on virtual threads, of which all share one carrier: in a JVM of its own, which is told to have no more. */
@E2e
@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "there are no virtual threads before JDK 21")
class VirtualThreadsTest {

    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"posix", "jdk"})
    @Tag("R-76")
    void openSendAndCloseWithoutHoldingTheirCarrier(String launcher) throws Exception {
        new JavaProgram(dir, Program.class)
                .jvm("-Djdk.virtualThreadScheduler.parallelism=1", "-Djdk.virtualThreadScheduler.maxPoolSize=1")
                .run(launcher, dir.toString())
                .assertSuccess();
    }

    /** What runs there. */
    public static final class Program {

        /** Shorter than any wait of the tests by far, and longer than a start of a process. */
        private static final Duration LONGEST_STANDSTILL = Duration.ofMillis(700);

        private Program() {}

        public static void main(String[] arguments) throws Exception {
            StallMeter.start();
            Path dir = Path.of(arguments[1]);
            ProcessLauncher launcher = LauncherNames.launcher(arguments[0]);
            // Loads classes, which holds carriers.
            RawSession.open(FakeCli.in(dir), launcher).transport().close();
            ExecutorService threads = virtualThreads();
            Clock clock = new Clock();
            Future<?> ticking = threads.submit(clock);

            List<Future<?>> callers = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                FakeCli cli = FakeCli.in(Files.createDirectory(dir.resolve("cli-" + i)));
                callers.add(threads.submit(() -> conversation(cli, arguments[0])));
            }
            FakeCli deaf =
                    FakeCli.in(Files.createDirectory(dir.resolve("deaf"))).onStart("ignore-term ready hang");
            callers.add(threads.submit(() -> stubborn(deaf, launcher, threads)));
            for (Future<?> caller : callers) {
                Times.within(Duration.ofMinutes(2), caller);
            }

            clock.end.set(true);
            Times.within(Duration.ofSeconds(5), ticking);
            assertThat(Duration.ofNanos(clock.longest.get())).isLessThan(LONGEST_STANDSTILL);
            assertThat(Procs.children()).isEmpty();
        }

        private static Void conversation(FakeCli cli, String launcher) {
            try (AgentSession session =
                    AgentSession.open(LauncherNames.options(cli, launcher).build())) {
                session.send("hello");
                assertThat(session.receiveResponse().result().isError()).isFalse();
                session.setModel("other");
            }
            return null;
        }

        /** Does not read, so that a writer waits; takes neither EOF nor SIGTERM, so that a close waits. */
        private static Void stubborn(FakeCli cli, ProcessLauncher launcher, ExecutorService threads) throws Exception {
            RawSession session = RawSession.open(cli, launcher).awaitReady();
            Future<?> writer = threads.submit(() -> {
                byte[] line = new byte[8 << 20];
                assertThatThrownBy(() -> session.transport().send(line, Deadline.in(Duration.ofSeconds(30))))
                        .isInstanceOf(TransportClosedException.class);
            });
            // So long that it would be seen if the writer held the carrier.
            Thread.sleep(1000);
            assertThat(writer.isDone()).isFalse();
            session.transport().close();
            assertThat(session.transport().exit().join().stage()).isEqualTo(ExitReport.Stage.KILL);
            Times.within(Duration.ofSeconds(5), writer);
            return null;
        }

        /** The sources are for JDK 17. */
        private static ExecutorService virtualThreads() throws ReflectiveOperationException {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        }

        /** Without what the machine has delayed; that takes a look at all threads, and so is left out where it is short. */
        private static long standstill(long last, long now) {
            long gap = now - last;
            return gap < LONGEST_STANDSTILL.toNanos()
                    ? gap
                    : gap - StallMeter.since(last).total().toNanos();
        }

        /** Stands still when its carrier is held. */
        private static final class Clock implements Runnable {
            private final AtomicBoolean end = new AtomicBoolean();
            private final AtomicLong longest = new AtomicLong();

            @Override
            public void run() {
                long last = System.nanoTime();
                while (!end.get()) {
                    try {
                        Thread.sleep(5);
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    long now = System.nanoTime();
                    longest.accumulateAndGet(standstill(last, now), Math::max);
                    last = now;
                }
            }
        }
    }
}
