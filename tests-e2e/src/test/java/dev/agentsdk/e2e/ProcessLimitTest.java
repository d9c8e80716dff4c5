package dev.agentsdk.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.agentsdk.AgentSession;
import dev.agentsdk.e2e.support.E2e;
import dev.agentsdk.e2e.support.LauncherNames;
import dev.agentsdk.e2e.support.LimitedUser;
import dev.agentsdk.e2e.support.Procs;
import dev.agentsdk.errors.AgentException;
import dev.agentsdk.errors.CliStartException;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.SessionLimits;
import dev.agentsdk.testing.FakeCli;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A machine on which neither a process nor a thread can be created any more, and then one, and then two. In a JVM of its
 * own, as a user who has few of them.
 */
@E2e
@EnabledIf(
        value = "dev.agentsdk.e2e.support.LimitedUser#isPossible",
        disabledReason =
                "the limit counts all processes of a user, so that a user without any other is needed: run as root")
class ProcessLimitTest {

    private static final int LIMIT = 60;

    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"posix", "jdk"})
    @Tag("R-33")
    void refusesNewSessionsAndLeavesNoProcess(String launcher) throws Exception {
        LimitedUser.program(dir, Program.class, LIMIT).run(launcher).assertSuccess();
    }

    @ParameterizedTest
    @ValueSource(strings = {"posix", "jdk"})
    @Tag("R-97")
    void anAgentWhoseOutputCannotBeReadIsEndedWithoutAnyThread(String launcher) throws Exception {
        LimitedUser.program(dir, Unread.class, LIMIT)
                .jvm("-Xmx64m")
                .run(launcher)
                .assertSuccess();
    }

    /** What runs there. */
    public static final class Program {

        private Program() {}

        public static void main(String[] arguments) throws Exception {
            FakeCli cli = FakeCli.in(Files.createTempDirectory("cli"));
            AgentOptions options = LauncherNames.options(cli, arguments[0]).build();
            oneTurn(options);
            LimitedUser.Ballast ballast = new LimitedUser.Ballast();
            ballast.fill();

            int refusals = 0;
            boolean opened = false;
            while (!opened) {
                try {
                    oneTurn(options);
                    opened = true;
                } catch (CliStartException e) {
                    assertThat(e.reason()).as(e.toString()).isEqualTo(CliStartException.Reason.OUT_OF_PROCESSES);
                    refusals++;
                    assertThat(Procs.children()).as("after refusal " + refusals).isEmpty();
                    Procs.await(
                            "the threads to go: " + Procs.sdkThreads(),
                            Duration.ofSeconds(2),
                            () -> Procs.sdkThreads().isEmpty());
                    ballast.release();
                }
            }
            // Without a process, with a process but without a thread to read from it, ...
            assertThat(refusals).isGreaterThan(1);
            assertThat(Procs.children()).isEmpty();
        }

        private static void oneTurn(AgentOptions options) {
            try (AgentSession session = AgentSession.open(options)) {
                session.send("hello");
                assertThat(session.receiveResponse().result().isError()).isFalse();
            }
        }
    }

    /** An agent that writes a line without end, and a reading thread that has neither memory for it nor another thread. */
    public static final class Unread {

        /** Forks nothing, since the limit is reached; and lives on when nothing reads from it any more. */
        private static final String CLI = """
                #!/bin/sh
                read -r line
                id=${line#*\\"request_id\\":\\"}
                id=${id%%\\"*}
                printf '{"type":"control_response","response":{"subtype":"success","request_id":"%s","response":{}}}\\n' "$id"
                read -r line
                part=0123456789abcdef
                for i in 1 2 3 4 5 6 7 8 9 10 11 12; do part=$part$part; done
                trap '' PIPE
                while printf %s "$part"; do :; done
                exec sleep 600
                """;

        private static final LimitedUser.Ballast ballast = new LimitedUser.Ballast();

        private static volatile boolean full;

        private Unread() {}

        /** Takes every place that a thread leaves: those of the compiler and of callbacks come and go. */
        private static void fillUntil(CountDownLatch ended) {
            try {
                do {
                    ballast.fill();
                    full = true;
                } while (!ended.await(1, TimeUnit.MILLISECONDS));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        public static void main(String[] arguments) throws Exception {
            Path cli = Files.writeString(Files.createTempDirectory("cli").resolve("cli"), CLI);
            Files.setPosixFilePermissions(cli, PosixFilePermissions.fromString("rwxr-xr-x"));
            AgentOptions options = LauncherNames.options(FakeCli.in(cli.getParent()), arguments[0])
                    .cliPath(cli)
                    .versionCheck(false)
                    .limits(SessionLimits.defaults().withMaxLineBytes(1 << 30))
                    .build();
            try (AgentSession session = AgentSession.open(options)) {
                long pid = session.pid().orElseThrow();
                CountDownLatch ended = new CountDownLatch(1);
                Thread filler = new Thread(() -> fillUntil(ended), "filler");
                filler.setDaemon(true);
                filler.start();
                Procs.await("the limit", Duration.ofSeconds(20), () -> full);
                session.send("hello");
                Throwable failure = catchThrowable(
                        () -> session.receiveResponse().iterator().hasNext());
                assertThat(failure).isInstanceOf(AgentException.class).hasRootCauseInstanceOf(OutOfMemoryError.class);
                Procs.await("the agent to be ended", Duration.ofSeconds(20), () -> !Procs.isAlive(pid));
                Procs.await(
                        "its report",
                        Duration.ofSeconds(20),
                        () -> session.exitReport().isPresent());
                assertThat(session.exitReport().orElseThrow().leftBehind()).isEmpty();
                ended.countDown();
                filler.join();
                ballast.releaseAll();
            }
            assertThat(Procs.children()).isEmpty();
        }
    }
}
