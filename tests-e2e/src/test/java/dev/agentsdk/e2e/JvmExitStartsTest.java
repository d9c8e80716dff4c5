package dev.agentsdk.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.AgentSession;
import dev.agentsdk.e2e.support.E2e;
import dev.agentsdk.e2e.support.JavaProgram;
import dev.agentsdk.e2e.support.LauncherNames;
import dev.agentsdk.e2e.support.Marked;
import dev.agentsdk.errors.CliStartException;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.process.ProcessListener;
import dev.agentsdk.process.ProcessSpec;
import dev.agentsdk.process.ProcessStartException;
import dev.agentsdk.testing.FakeCli;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is started while the JVM exits, in a JVM of its own. */
@E2e
@Tag("R-83")
class JvmExitStartsTest {

    @TempDir
    Path dir;

    private final Marked marked = Marked.unique();

    @AfterEach
    void endWhatIsLeft() {
        marked.killAll();
    }

    /** With processes that were open before, so that the SDK's hook runs too, and without any. */
    @ParameterizedTest
    @CsvSource({"posix, 3", "jdk, 3", "posix, 0", "jdk, 0"})
    void isRefusedInAShutdownHookAndNothingIsLeft(String launcher, int open) throws Exception {
        JavaProgram.Outcome outcome = new JavaProgram(dir, InHook.class)
                .run(launcher, marked.mark(), String.valueOf(open))
                .assertSuccess();

        assertThat(marked.alive()).isEmpty();
        // The SDK's hook begins beside the application's: the first starts may come before it.
        assertThat(outcome.lines()).last().asString().startsWith("refused ");
        assertThat(Integer.parseInt(outcome.lines().get(0).substring("refused ".length())))
                .isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"posix", "jdk"})
    void onOtherThreadsIsEndedOrRefusedAndNothingIsLeft(String launcher) throws Exception {
        new JavaProgram(dir, Storm.class).run(launcher, marked.mark()).assertSuccess();

        assertThat(marked.alive()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"posix", "jdk"})
    void asASessionIsRefusedWithItsReason(String launcher) throws Exception {
        JavaProgram.Outcome outcome = new JavaProgram(dir, Session.class)
                .run(launcher, marked.mark(), dir.toString())
                .assertSuccess();

        assertThat(outcome.lines()).contains("as expected");
        assertThat(marked.alive()).isEmpty();
    }

    private static ProcessSpec deaf(String mark) {
        return ProcessSpec.of("sleep", "1000").withEnvironment(Marked.of(mark).environment());
    }

    /** Starts in a shutdown hook until it is refused. */
    public static final class InHook {

        private InHook() {}

        public static void main(String[] arguments) {
            ProcessLauncher launcher = LauncherNames.launcher(arguments[0]);
            ProcessSpec spec = deaf(arguments[1]);
            for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
                launcher.start(spec, new ProcessListener() {});
            }
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                int refused = 0;
                for (int i = 0; i < 50; i++) {
                    try {
                        launcher.start(spec, new ProcessListener() {});
                    } catch (ProcessStartException e) {
                        assertThat(e.reason()).isEqualTo(ProcessStartException.Reason.JVM_EXITING);
                        assertThat(e).hasMessageContaining("JVM is shutting down");
                        refused++;
                    }
                }
                System.out.println("refused " + refused);
            }));
            System.exit(0);
        }
    }

    /** Starts on several threads while the JVM exits. */
    public static final class Storm {

        private Storm() {}

        public static void main(String[] arguments) throws Exception {
            ProcessLauncher launcher = LauncherNames.launcher(arguments[0]);
            ProcessSpec spec = deaf(arguments[1]);
            AtomicInteger left = new AtomicInteger(80);
            CountDownLatch some = new CountDownLatch(8);
            for (int i = 0; i < 4; i++) {
                Thread starter = new Thread(() -> {
                    while (left.decrementAndGet() > 0) {
                        launcher.start(spec, new ProcessListener() {});
                        some.countDown();
                    }
                });
                starter.setDaemon(true);
                starter.setUncaughtExceptionHandler((thread, refused) -> {});
                starter.start();
            }
            some.await();
            System.exit(0);
        }
    }

    /** Opens a session in a shutdown hook. */
    public static final class Session {

        private Session() {}

        public static void main(String[] arguments) {
            AgentOptions options = LauncherNames.options(FakeCli.in(Path.of(arguments[2])), arguments[0])
                    .env(Marked.of(arguments[1]).variable())
                    .build();
            LauncherNames.launcher(arguments[0]);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                assertThatThrownBy(() -> AgentSession.open(options))
                        .isInstanceOfSatisfying(
                                CliStartException.class,
                                e -> assertThat(e.reason()).isEqualTo(CliStartException.Reason.JVM_EXITING))
                        .hasMessageContaining("JVM is shutting down");
                System.out.println("as expected");
            }));
            System.exit(0);
        }
    }
}
