package dev.agentsdk.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.AgentSession;
import dev.agentsdk.e2e.support.E2e;
import dev.agentsdk.e2e.support.JavaProgram;
import dev.agentsdk.e2e.support.LauncherNames;
import dev.agentsdk.e2e.support.Procs;
import dev.agentsdk.message.AssistantMessage;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.ResultMessage;
import dev.agentsdk.testing.FakeCli;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application that sleeps while its agent says more than fits into memory. In a JVM of its own, with 40 MiB of it. */
@E2e
class SlowConsumerTest {

    private static final int MESSAGES = 60_000;

    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"posix", "jdk"})
    @Tag("R-41")
    void holdsTheAgentBackAndLosesNothing(String launcher) throws Exception {
        new JavaProgram(dir, Program.class)
                .jvm("-Xmx40m", "-XX:+UseSerialGC")
                .run(launcher, dir.toString())
                .assertSuccess();
    }

    /** What runs there. */
    public static final class Program {

        private Program() {}

        public static void main(String[] arguments) throws Exception {
            Path dir = Path.of(arguments[1]);
            FakeCli cli = FakeCli.in(dir).onTurn("raw-file:" + messages(dir) + " result");
            try (AgentSession session =
                    AgentSession.open(LauncherNames.options(cli, arguments[0]).build())) {
                session.send("go");
                // It writes by a program of its own.
                Procs.await(
                        "the agent to be held back",
                        Duration.ofSeconds(20),
                        () -> ProcessHandle.of(session.pid().orElseThrow())
                                .orElseThrow()
                                .children()
                                .anyMatch(writer -> isBlocked(writer.pid())));
                // The reader has come to its end too when the number stays the same.
                assertThat(standstill(session)).isLessThan(MESSAGES / 2);

                int number = 0;
                Iterator<Message> answer = session.receiveResponse().iterator();
                for (; number < MESSAGES; number++) {
                    assertThat(((AssistantMessage) answer.next()).text()).startsWith(number + " ");
                }
                assertThat(answer.next()).isInstanceOf(ResultMessage.class);
                assertThat(answer.hasNext()).isFalse();
            }
        }

        /** {@return the number of messages, once it has been the same for 300 ms} */
        private static long standstill(AgentSession session) {
            long seen = session.statistics().messages();
            long since = System.nanoTime();
            while (System.nanoTime() - since < TimeUnit.MILLISECONDS.toNanos(300)) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
                long now = session.statistics().messages();
                if (now != seen) {
                    seen = now;
                    since = System.nanoTime();
                }
            }
            return seen;
        }

        private static boolean isBlocked(long pid) {
            try {
                return Files.readString(Path.of("/proc/" + pid + "/wchan")).contains("pipe_write");
            } catch (IOException e) {
                return false;
            }
        }

        private static Path messages(Path dir) throws IOException {
            Path file = dir.resolve("messages");
            String rest = " " + "x".repeat(900);
            try (BufferedWriter out = Files.newBufferedWriter(file)) {
                for (int i = 0; i < MESSAGES; i++) {
                    out.write("{\"type\":\"assistant\",\"message\":{\"content\":[{\"type\":\"text\",\"text\":\"" + i
                            + rest + "\"}]}}\n");
                }
            }
            return file;
        }
    }
}
