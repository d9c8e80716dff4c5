package dev.agentsdk.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.agentsdk.AgentSession;
import dev.agentsdk.e2e.support.E2e;
import dev.agentsdk.e2e.support.JavaProgram;
import dev.agentsdk.e2e.support.LauncherNames;
import dev.agentsdk.e2e.support.Procs;
import dev.agentsdk.errors.AgentException;
import dev.agentsdk.errors.CliStartException;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.testing.FakeCli;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that has run out of descriptors. In a JVM of its own, with few of them. */
@E2e
class DescriptorLimitTest {

    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"posix", "jdk"})
    @Tag("R-32")
    void refusesNewSessionsAndHarmsNoOldOne(String launcher) throws Exception {
        new JavaProgram(dir, Program.class)
                .behind("sh", "-c", "ulimit -n 150; exec \"$@\"", "sh")
                .run(launcher, dir.toString())
                .assertSuccess();
    }

    /** What runs there. */
    public static final class Program {

        private Program() {}

        public static void main(String[] arguments) throws Exception {
            AgentOptions options = LauncherNames.options(FakeCli.in(Path.of(arguments[1])), arguments[0])
                    .build();
            Path noProgram = Files.createFile(Path.of(arguments[1], "empty"));
            assertThat(noProgram.toFile().setExecutable(true)).isTrue();
            warmUp(options, noProgram);
            // What is needed to look at descriptors when there are none left.
            InputStream reserve = new FileInputStream("/dev/null");
            List<AgentSession> sessions = new ArrayList<>();
            CliStartException refusal = null;
            while (refusal == null) {
                try {
                    sessions.add(AgentSession.open(options));
                } catch (CliStartException e) {
                    refusal = e;
                }
            }
            assertThat(refusal.reason()).isEqualTo(CliStartException.Reason.OUT_OF_DESCRIPTORS);
            assertThat(sessions).hasSizeBetween(5, 60);

            int before = descriptors(reserve);
            for (int i = 0; i < 50; i++) {
                reserve = new FileInputStream("/dev/null");
                CliStartException again =
                        catchThrowableOfType(CliStartException.class, () -> AgentSession.open(options));
                assertThat(again.reason()).isEqualTo(CliStartException.Reason.OUT_OF_DESCRIPTORS);
                reserve.close();
            }
            awaitDescriptors(before);

            // Enough for the next part, however many the last start has found too few.
            sessions.remove(sessions.size() - 1).close();
            before = descriptors(reserve);
            // From none on, so that each step of a start is the one that finds too few.
            List<InputStream> own = all();
            assertThat(own).hasSizeGreaterThan(5);
            for (int free = 0; free < 5; free++) {
                CliStartException again =
                        catchThrowableOfType(CliStartException.class, () -> AgentSession.open(options));
                assertThat(again.reason()).isEqualTo(CliStartException.Reason.OUT_OF_DESCRIPTORS);
                own.remove(0).close();
            }
            for (InputStream mine : own) {
                // Fails if anybody else has closed it.
                mine.close();
            }
            awaitDescriptors(before);

            reserve = new FileInputStream("/dev/null");
            for (AgentSession session : sessions) {
                session.send("hello");
                assertThat(session.receiveResponse().result().isError()).isFalse();
            }
            for (AgentSession session : sessions) {
                long pid = session.pid().orElseThrow();
                session.close();
                assertThat(session.exitReport().orElseThrow().leftBehind()).isEmpty();
                assertThat(Procs.isAlive(pid)).isFalse();
            }
            reserve.close();
            warmUp(options, noProgram);
            assertThat(Procs.children()).isEmpty();
        }

        /** Loads the classes of good and of bad starts: later there is no descriptor to read one by. */
        private static void warmUp(AgentOptions options, Path noProgram) {
            assertThat(Procs.openDescriptors()).isPositive();
            try (AgentSession session = AgentSession.open(options)) {
                session.send("hello");
                assertThat(session.receiveResponse().result().isError()).isFalse();
            }
            // Refused by the system, and not by a look before; behind setsid it is an empty script.
            AgentOptions bad = options.toBuilder().cliPath(noProgram).build();
            assertThat(catchThrowableOfType(AgentException.class, () -> AgentSession.open(bad)))
                    .isNotNull();
        }

        /** What ends beside a failed start, as a probe or a search, may hold one for a moment; a leak stays. */
        private static void awaitDescriptors(int count) {
            Procs.await(count + " descriptors", Duration.ofSeconds(5), () -> Procs.openDescriptors() == count);
        }

        /** All descriptors that are left. */
        private static List<InputStream> all() {
            List<InputStream> all = new ArrayList<>();
            while (true) {
                try {
                    all.add(new FileInputStream("/dev/null"));
                } catch (IOException e) {
                    return all;
                }
            }
        }

        private static int descriptors(InputStream reserve) throws IOException {
            reserve.close();
            return Procs.openDescriptors();
        }
    }
}
