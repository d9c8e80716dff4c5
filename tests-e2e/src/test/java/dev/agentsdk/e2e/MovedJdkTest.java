package dev.agentsdk.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.agentsdk.AgentSession;
import dev.agentsdk.e2e.support.E2e;
import dev.agentsdk.e2e.support.JavaProgram;
import dev.agentsdk.e2e.support.LauncherNames;
import dev.agentsdk.e2e.support.Procs;
import dev.agentsdk.errors.CliStartException;
import dev.agentsdk.testing.FakeCli;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** An update has replaced the JDK under a JVM that runs: the helper program by which it starts processes is another one. */
@E2e
@EnabledIf(value = "mayMount", disabledReason = "another file is mounted over the helper, which takes root")
class MovedJdkTest {

    @TempDir
    Path dir;

    static boolean mayMount() throws InterruptedException {
        return Procs.succeeds(List.of("unshare", "-m", "true"));
    }

    @Test
    @Tag("R-36")
    void doesNotMatterToThePosixLauncherAndIsToldByTheJdks() throws Exception {
        Path helper = Path.of(System.getProperty("java.home"), "lib", "jspawnhelper");
        new JavaProgram(dir, Program.class)
                .behind("unshare", "-m", "sh", "-c", "mount --bind /bin/false " + helper + " && exec \"$@\"", "sh")
                .run(dir.toString())
                .assertSuccess();
    }

    /** What runs there. */
    public static final class Program {

        private Program() {}

        public static void main(String[] arguments) {
            FakeCli cli = FakeCli.in(Path.of(arguments[0]));
            try (AgentSession session =
                    AgentSession.open(LauncherNames.options(cli, "posix").build())) {
                session.send("hello");
                assertThat(session.receiveResponse().result().isError()).isFalse();
            }
            CliStartException refusal = catchThrowableOfType(
                    CliStartException.class,
                    () -> AgentSession.open(LauncherNames.options(cli, "jdk").build()));
            assertThat(refusal).hasMessageContaining("spawn helper");
        }
    }
}
