package dev.agentsdk.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.AgentSession;
import dev.agentsdk.e2e.support.E2e;
import dev.agentsdk.e2e.support.JavaProgram;
import dev.agentsdk.e2e.support.LauncherNames;
import dev.agentsdk.message.AssistantMessage;
import dev.agentsdk.testing.FakeCli;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A JVM in the C locale, as a service or a container has it: its charset is ASCII. */
@E2e
class LocaleTest {

    private static final String TEXT = "h\u00e9llo \u20ac \ud83d\ude00";

    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"posix", "jdk"})
    @Tag("R-74")
    @Tag("R-75")
    void doesNotMatterAndNothingIsWrittenToTheOutputsOfTheJvm(String launcher) throws Exception {
        // What the application's own logging writes is its own affair.
        Path silence = Files.writeString(dir.resolve("silence.xml"), "<configuration/>");
        JavaProgram.Outcome outcome = new JavaProgram(dir, Program.class)
                .behind("sh", "-c", "export INHERITED=\"$(printf 'a\\303\\251\\377z')\"; exec \"$@\"", "sh")
                .environment(Map.of("LC_ALL", "C", "LANG", "C"))
                .jvm("-Dfile.encoding=" + (Runtime.version().feature() < 18 ? "US-ASCII" : "COMPAT"))
                .jvm("-Dlogback.configurationFile=" + silence)
                .run(launcher, dir.toString())
                .assertSuccess();

        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).isEmpty();
    }

    /** What runs there. */
    public static final class Program {

        private Program() {}

        public static void main(String[] arguments) throws Exception {
            assertThat(Charset.defaultCharset()).isEqualTo(StandardCharsets.US_ASCII);
            Path dir = Path.of(arguments[1]);
            Path message = Files.writeString(
                    dir.resolve("message"),
                    "{\"type\":\"assistant\",\"message\":{\"content\":[{\"type\":\"text\",\"text\":\"" + TEXT
                            + "\"}]}}\n");
            FakeCli cli = FakeCli.in(dir).onTurn("raw-file:" + message + " echo result");
            Path script = Files.writeString(
                    dir.resolve("cli.sh"),
                    "#!/bin/sh\nprintf '%s' \"$INHERITED\" > \"$FAKE_DIR/inherited\"\n"
                            + "printf '%s' \"$GIVEN\" > \"$FAKE_DIR/given\"\n"
                            + "cat " + message + " >&2\nexec " + cli.script() + " \"$@\"\n");
            assertThat(script.toFile().setExecutable(true)).isTrue();
            BlockingQueue<String> stderr = new LinkedBlockingQueue<>();
            try (AgentSession session = AgentSession.open(LauncherNames.options(cli, arguments[0])
                    .cliPath(script)
                    .env("GIVEN", TEXT)
                    .stderrListener(stderr::add)
                    .build())) {
                session.send(TEXT);
                List<String> texts = session.receiveResponse().stream()
                        .filter(AssistantMessage.class::isInstance)
                        .map(answer -> ((AssistantMessage) answer).text())
                        .toList();
                assertThat(texts).containsExactly(TEXT, TEXT);
                assertThat(stderr.poll(5, TimeUnit.SECONDS)).contains(TEXT);
            }
            assertThat(Files.readAllBytes(dir.resolve("inherited")))
                    .isEqualTo(new byte[] {'a', (byte) 0xc3, (byte) 0xa9, (byte) 0xff, 'z'});
            // The jdk launcher leaves it to the JDK, which replaces what the locale does not have.
            assertThat(Files.readString(dir.resolve("given"), StandardCharsets.UTF_8))
                    .isEqualTo(arguments[0].equals("posix") ? TEXT : TEXT.replaceAll("[^ -~]", "?"));
        }
    }
}
