package dev.agentsdk.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.agentsdk.AgentSession;
import dev.agentsdk.e2e.support.E2e;
import dev.agentsdk.e2e.support.JavaProgram;
import dev.agentsdk.e2e.support.LauncherNames;
import dev.agentsdk.e2e.support.Procs;
import dev.agentsdk.errors.AgentException;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.SkippedLine;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.SessionLimits;
import dev.agentsdk.process.ChildListener;
import dev.agentsdk.process.ChildSpec;
import dev.agentsdk.process.ChildState;
import dev.agentsdk.process.OutputLine;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.process.ProcessSpec;
import dev.agentsdk.process.ProcessSupervisor;
import dev.agentsdk.spi.ExitReport;
import dev.agentsdk.testing.FakeCli;
import dev.agentsdk.testsupport.Times;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More than fits into memory, on stderr and in one line of stdout. In a JVM of its own, with 64 MiB of it. */
@E2e
class MemoryLimitTest {

    private static final long GIGABYTE = 1L << 30;

    @TempDir
    Path dir;

    private void run(Class<?> program, String launcher) throws Exception {
        new JavaProgram(dir, program)
                .jvm("-Xmx64m", "-XX:+UseSerialGC")
                .run(launcher, dir.toString())
                .assertSuccess();
    }

    @ParameterizedTest
    @ValueSource(strings = {"posix", "jdk"})
    @Tag("R-43")
    @Tag("R-50")
    void aGigabyteOfStderrAndALineOfAGigabyteTakeNone(String launcher) throws Exception {
        run(Floods.class, launcher);
    }

    @ParameterizedTest
    @ValueSource(strings = {"posix", "jdk"})
    @Tag("R-66")
    void aLineThatFillsItEndsItsOwnSessionAndNoOther(String launcher) throws Exception {
        run(Exhaustion.class, launcher);
    }

    @ParameterizedTest
    @ValueSource(strings = {"posix", "jdk"})
    @Tag("R-97")
    void listenersThatHangHoldAMebibyteEach(String launcher) throws Exception {
        run(HangingListeners.class, launcher);
    }

    /** The fake, behind a script that does something first. */
    private static AgentOptions.Builder options(FakeCli cli, String launcher, String name, String first)
            throws IOException {
        Path script = Files.writeString(
                cli.script().resolveSibling(name), "#!/bin/sh\n" + first + "\nexec " + cli.script() + " \"$@\"\n");
        if (!script.toFile().setExecutable(true)) {
            throw new IOException("Not made executable: " + script);
        }
        return LauncherNames.options(cli, launcher)
                .cliPath(script)
                .limits(SessionLimits.defaults().withInitializeTimeout(Duration.ofMinutes(2)));
    }

    /** The first program. */
    public static final class Floods {

        private Floods() {}

        public static void main(String[] arguments) throws Exception {
            FakeCli cli = FakeCli.in(Path.of(arguments[1]));
            String flood = "head -c " + GIGABYTE + " /dev/zero | tr '\\0' x ";
            AgentSession session =
                    AgentSession.open(options(cli, arguments[0], "flood.sh", flood + ">&2; " + flood + "; echo")
                            .build());
            try (session) {
                session.send("hello");
                List<Message> messages = session.receiveResponse().stream().toList();
                assertThat(messages.get(0))
                        .isInstanceOfSatisfying(
                                SkippedLine.class,
                                line -> assertThat(line.size()).isEqualTo(GIGABYTE));
                assertThat(messages.get(messages.size() - 1).type()).isEqualTo("result");
            }
            assertThat(session.exitReport().orElseThrow().stderrTail()).isEqualTo("x".repeat(64 << 10));
        }
    }

    /** The second program. */
    public static final class Exhaustion {

        private Exhaustion() {}

        public static void main(String[] arguments) throws Exception {
            FakeCli cli = FakeCli.in(Path.of(arguments[1]));
            SessionLimits boundless = SessionLimits.defaults().withMaxLineBytes(1 << 30);
            AgentOptions bad = options(cli.onTurn("init say:more raw-file:/dev/zero"), arguments[0], "cli.sh", ":")
                    .limits(boundless)
                    .build();
            AgentOptions good = LauncherNames.options(cli, arguments[0]).build();
            try (AgentSession other = AgentSession.open(good);
                    AgentSession session = AgentSession.open(bad)) {
                long pid = session.pid().orElseThrow();
                session.send("hello");
                Throwable failure = catchThrowable(() -> session.receiveResponse().stream()
                        .forEach(message -> assertThat(message).isNotNull()));
                assertThat(failure).isInstanceOf(AgentException.class).hasRootCauseInstanceOf(OutOfMemoryError.class);
                ExitReport report = Times.within(Duration.ofSeconds(10), session.exit());
                assertThat(report.leftBehind()).isEmpty();
                assertThat(Procs.isAlive(pid)).isFalse();

                other.send("hello");
                assertThat(other.receiveResponse().result().isError()).isFalse();
            }
            assertThat(Procs.children()).isEmpty();
        }
    }

    /** The third program. */
    public static final class HangingListeners {

        private static final CountDownLatch NEVER = new CountDownLatch(1);

        private HangingListeners() {}

        private static void hang() {
            try {
                NEVER.await();
            } catch (InterruptedException e) {
                // At the close.
                Thread.currentThread().interrupt();
            }
        }

        public static void main(String[] arguments) throws Exception {
            FakeCli cli = FakeCli.in(Path.of(arguments[1]));
            ProcessLauncher launcher = arguments[0].equals("posix") ? ProcessLauncher.posix() : ProcessLauncher.jdk();
            linesOfAChild(launcher);
            linesOfStderr(cli, arguments[0]);
            assertThat(Procs.children()).isEmpty();
        }

        private static void linesOfAChild(ProcessLauncher launcher) {
            try (ProcessSupervisor supervisor =
                    ProcessSupervisor.builder().launcher(launcher).build()) {
                ChildListener hanging = new ChildListener() {
                    @Override
                    public void onLine(String child, OutputLine line) {
                        hang();
                    }
                };
                supervisor.addListener(hanging);
                supervisor.start(ChildSpec.of("loud", ProcessSpec.of("sh", "-c", lines(96_000_000, 16_000)))
                        .withBufferedLines(10)
                        .withListener(hanging));
                Procs.await(
                        "the child to end: " + supervisor.statuses(),
                        Duration.ofSeconds(40),
                        () -> !supervisor.statuses().get(0).state().isLive());
                assertThat(supervisor.statuses().get(0).state())
                        .as(supervisor.statuses().toString())
                        .isEqualTo(ChildState.EXITED);
                assertThat(supervisor.statuses().get(0).lines()).isEqualTo(6_000);
            }
        }

        private static void linesOfStderr(FakeCli cli, String launcher) throws Exception {
            AgentOptions options = options(cli, launcher, "errs.sh", lines(120_000_000, 60_000) + " >&2")
                    .stderrListener(line -> hang())
                    .build();
            try (AgentSession session = AgentSession.open(options)) {
                session.send("hello");
                assertThat(session.receiveResponse().result().isError()).isFalse();
            }
        }

        private static String lines(long bytes, int length) {
            return "head -c " + bytes + " /dev/zero | tr '\\0' y | fold -w " + length;
        }
    }
}
