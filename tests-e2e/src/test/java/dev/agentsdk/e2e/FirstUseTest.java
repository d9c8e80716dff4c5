package dev.agentsdk.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.AgentSession;
import dev.agentsdk.e2e.support.E2e;
import dev.agentsdk.e2e.support.JavaProgram;
import dev.agentsdk.e2e.support.LimitedUser;
import dev.agentsdk.e2e.support.Procs;
import dev.agentsdk.errors.AgentException;
import dev.agentsdk.errors.AgentInterruptedException;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.testing.FakeCli;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A first use of the SDK that fails, or is disturbed, must not spoil the second: in a JVM of its own. */
@E2e
@Tag("R-81")
class FirstUseTest {

    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"auto", "jdk"})
    @EnabledIf(
            value = "dev.agentsdk.e2e.support.LimitedUser#isPossible",
            disabledReason =
                    "the limit counts all processes of a user, so that a user without any other is needed: run as root")
    void withoutAThreadFailsAndTheNextOneWithThemWorks(String launcher) throws Exception {
        LimitedUser.program(dir, WithoutThreads.class, 100)
                .jvm("-Ddev.agentsdk.launcher=" + launcher)
                .run()
                .assertSuccess();
    }

    @Test
    void onAnInterruptedThreadLoadsThePosixLauncherAllTheSame() throws Exception {
        JavaProgram.Outcome outcome =
                new JavaProgram(dir, Interrupted.class).run("once").assertSuccess();

        assertThat(outcome.lines()).containsExactly("posix, still interrupted", "opened");
    }

    @Test
    void onAThreadThatIsInterruptedAgainAndAgainLoadsThePosixLauncherAllTheSame() throws Exception {
        JavaProgram.Outcome outcome =
                new JavaProgram(dir, Interrupted.class).run("storm").assertSuccess();

        assertThat(outcome.lines()).containsExactly("posix, still interrupted", "opened");
    }

    @Test
    void withoutATemporaryDirectoryWorksByTheJdkAndLaterByPosix() throws Exception {
        Path missing = dir.resolve("missing");
        JavaProgram.Outcome outcome = new JavaProgram(dir, NoTemporaryDirectory.class)
                .jvm("-Djava.io.tmpdir=" + missing)
                .run(missing.toString())
                .assertSuccess();

        assertThat(outcome.lines()).containsExactly("jdk", "posix");
    }

    private static void oneTurn(AgentOptions options) {
        try (AgentSession session = AgentSession.open(options)) {
            session.send("hello");
            assertThat(session.receiveResponse().result().isError()).isFalse();
        }
    }

    /** No thread can be created when the SDK is first used. */
    public static final class WithoutThreads {

        private WithoutThreads() {}

        public static void main(String[] arguments) throws Exception {
            AgentOptions options = FakeCli.in(Files.createTempDirectory("cli"))
                    .options()
                    .versionCheck(false)
                    .build();
            LimitedUser.Ballast ballast = new LimitedUser.Ballast();
            ballast.fill();
            int failures = 0;
            boolean worked = false;
            while (!worked) {
                try {
                    oneTurn(options);
                    worked = true;
                } catch (AgentException | OutOfMemoryError e) {
                    failures++;
                    ballast.release();
                }
                assertThat(Procs.children()).as("after failure " + failures).isEmpty();
            }
            assertThat(failures).isPositive();
            String forced = System.getProperty(ProcessLauncher.LAUNCHER_PROPERTY);
            assertThat(ProcessLauncher.automatic().name()).isEqualTo(forced.equals("auto") ? "posix" : forced);
        }
    }

    /** The thread is interrupted when the SDK is first used. */
    public static final class Interrupted {

        private Interrupted() {}

        public static void main(String[] arguments) throws Exception {
            AgentOptions options = FakeCli.in(Files.createTempDirectory("cli"))
                    .options()
                    .versionCheck(false)
                    .build();
            Thread main = Thread.currentThread();
            CountDownLatch loaded = new CountDownLatch(1);
            Thread interrupter = new Thread(() -> {
                while (loaded.getCount() > 0) {
                    main.interrupt();
                    // Not in every instruction: it is to get on with its work.
                    LockSupport.parkNanos(20_000);
                }
            });
            interrupter.setDaemon(true);
            if (arguments[0].equals("storm")) {
                interrupter.start();
            }
            main.interrupt();
            String name = ProcessLauncher.automatic().name();
            loaded.countDown();
            System.out.println(name + (Thread.currentThread().isInterrupted() ? ", still interrupted" : ""));
            while (interrupter.isAlive()) {
                Thread.onSpinWait();
            }
            try {
                oneTurn(options);
                throw new AssertionError("An interrupted thread has waited for the handshake.");
            } catch (AgentInterruptedException e) {
                assertThat(Thread.interrupted()).isTrue();
            }
            oneTurn(options);
            System.out.println("opened");
        }
    }

    /** There is nowhere to unpack the native library when the SDK is first used. */
    public static final class NoTemporaryDirectory {

        private NoTemporaryDirectory() {}

        public static void main(String[] arguments) throws Exception {
            System.out.println(ProcessLauncher.automatic().name());
            Files.createDirectory(Path.of(arguments[0]));
            System.out.println(ProcessLauncher.automatic().name());
            try (var left = Files.list(Path.of(arguments[0]))) {
                assertThat(left).isEmpty();
            }
        }
    }
}
