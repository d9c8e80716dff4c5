package dev.agentsdk.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.AgentSession;
import dev.agentsdk.e2e.support.E2e;
import dev.agentsdk.e2e.support.JavaProgram;
import dev.agentsdk.e2e.support.LauncherNames;
import dev.agentsdk.e2e.support.LimitedUser;
import dev.agentsdk.e2e.support.Marked;
import dev.agentsdk.testing.FakeCli;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A JVM that exits with open sessions while no thread can be created, or only a few. */
@E2e
@Tag("R-81")
@Tag("R-83")
@EnabledIf(
        value = "dev.agentsdk.e2e.support.LimitedUser#isPossible",
        disabledReason =
                "the limit counts all processes of a user, so that a user without any other is needed: run as root")
class JvmExitWithoutThreadsTest {

    /** The budget of a close, the hook's slack, and time for a busy machine. */
    private static final Duration BOUND = Duration.ofSeconds(2 + 1 + 5);

    @TempDir
    Path dir;

    private final Marked marked = Marked.unique();

    @AfterEach
    void endWhatIsLeft() {
        marked.killAll();
    }

    /** None for the hook; one for the hook and none for its work; one for the hook and some for its work. */
    @ParameterizedTest
    @CsvSource({"posix, 0", "jdk, 0", "posix, 1", "jdk, 1", "posix, 3", "jdk, 3"})
    void everySessionIsEnded(String launcher, int threads) throws Exception {
        JavaProgram.Outcome outcome = LimitedUser.program(dir, Program.class, 150)
                .run(launcher, marked.mark(), String.valueOf(threads))
                .assertSuccess();
        long end = System.currentTimeMillis();

        assertThat(marked.alive()).isEmpty();
        long began = Long.parseLong(outcome.lines().get(outcome.lines().size() - 1));
        assertThat(Duration.ofMillis(end - began)).isLessThan(BOUND);
    }

    /** What runs there. */
    public static final class Program {

        private Program() {}

        public static void main(String[] arguments) throws Exception {
            List<AgentSession> sessions = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                FakeCli cli = FakeCli.in(Files.createTempDirectory("cli")).onStart("ignore-eof ignore-term");
                sessions.add(AgentSession.open(LauncherNames.options(cli, arguments[0])
                        .env(Marked.of(arguments[1]).variable())
                        .build()));
            }
            assertThat(sessions).hasSize(8);
            LimitedUser.Ballast ballast = new LimitedUser.Ballast();
            ballast.fill();
            for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
                ballast.release();
            }
            System.out.println(System.currentTimeMillis());
            System.exit(0);
        }
    }
}
