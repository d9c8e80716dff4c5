package dev.agentsdk.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.agentsdk.process.OutputChunk;
import dev.agentsdk.process.ProcessResult;
import dev.agentsdk.process.ProcessRunner;
import dev.agentsdk.process.ProcessSpec;
import dev.agentsdk.process.ProcessStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(90)
class SuperviseTest {

    private static final Path SCRIPT = Path.of("/usr/bin/script");

    @TempDir
    Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Examples.run(arguments, new PrintWriter(out, true), new PrintWriter(err, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"posix", "jdk"})
    void withoutATerminalTheLinesAreShown(String launcher) {
        int code = run(
                "supervise",
                "--plain",
                "--launcher",
                launcher,
                "--restarts",
                "0",
                "good=echo 1; echo 2",
                "bad=echo x >&2; exit 3");

        assertThat(code).isEqualTo(1);
        assertThat(out.toString().lines())
                .contains("good | 1", "good | 2", "bad | x", "good is EXITED", "bad is FAILED")
                .contains("good: EXITED, 0 restarts, 2 lines", "bad: FAILED, 0 restarts, 1 lines");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void itQuitsAfterItsTime() {
        assertThat(run("supervise", "--plain", "--for", "500ms", "web=echo up; exec sleep 1000"))
                .isZero();
        assertThat(out.toString()).contains("web | up").contains("web: STOPPED, 0 restarts, 1 lines");
    }

    @ParameterizedTest
    @ValueSource(strings = {"web", "=x", "web="})
    void aWrongDaemonIsAUsageError(String daemon) {
        assertThat(run("supervise", "--plain", daemon)).isEqualTo(2);
        assertThat(err.toString()).contains("is not of the form NAME=COMMAND");
    }

    @Test
    void aNameThatComesTwiceIsOneSentence() {
        assertThat(run("supervise", "--plain", "a=exec sleep 1000", "a=exec sleep 1000"))
                .isEqualTo(2);
        assertThat(err.toString().lines()).singleElement().asString().startsWith("A child named a lives");
    }

    @ParameterizedTest
    @ValueSource(strings = {"posix", "jdk"})
    void sessionsOfAgentsAreShownToo(String launcher) {
        int code = run("supervise", "--plain", "--launcher", launcher, "--sessions", "2", "--turns", "2");

        assertThat(code).isZero();
        for (String name : List.of("agent-1", "agent-2")) {
            assertThat(out.toString().lines())
                    .containsSubsequence(
                            name + " is WORKING",
                            name + " | you: Which source files are there?",
                            name + " is IDLE",
                            name + " is WORKING",
                            name + " is IDLE",
                            name + " is CLOSING",
                            name + " is CLOSED")
                    .anyMatch(line -> line.startsWith(name + " | tool: "))
                    .anyMatch(line -> line.matches(
                            name + ": CLOSED, 2 turns, [1-9]\\d* tokens, \\$\\d+\\.\\d{4}: ended by EOF .*"));
        }
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aSessionThatCannotBeOpenedIsShownAsFailed() {
        assertThat(run("supervise", "--plain", "--sessions", "1", "--cli", "/no/such/agent"))
                .isEqualTo(1);
        assertThat(out.toString()).contains("agent-1 is FAILED").contains("/no/such/agent");
    }

    @Test
    void sessionsQuitAfterTheirTime() {
        assertThat(run("supervise", "--plain", "--for", "2s", "--sessions", "3"))
                .isZero();
        assertThat(out.toString().lines().filter(line -> line.matches("agent-\\d: CLOSED, .*ended by EOF.*")))
                .hasSize(3);
    }

    @Test
    void sessionsAndDaemonsExcludeEachOther() {
        assertThat(run("supervise", "--plain", "--sessions", "1", "a=true")).isEqualTo(2);
        assertThat(run("supervise", "--plain", "--sessions", "-1")).isEqualTo(2);
        assertThat(run("supervise", "--plain", "--sessions", "1", "--turns", "0"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("exclude each other").contains("positive numbers");
    }

    /** A terminal as a person has one, made by script(1). */
    private final class Pty implements AutoCloseable {
        private final PipedOutputStream keys = new PipedOutputStream();
        private final ProcessStream<OutputChunk> chunks;
        private final Iterator<OutputChunk> iterator;
        private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

        Pty(String... daemons) throws IOException {
            assumeTrue(Files.isExecutable(SCRIPT), "this platform has no script(1), which makes a terminal");
            StringBuilder java = new StringBuilder("'" + Path.of(System.getProperty("java.home"), "bin", "java")
                    + "' -cp '"
                    + System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")) + "' "
                    + Examples.class.getName() + " supervise");
            for (String daemon : daemons) {
                java.append(" '").append(daemon).append("'");
            }
            Path inner = Files.writeString(
                    dir.resolve("inner.sh"),
                    "stty rows 24 cols 100\ntty > tty\nstty -a > before\n" + java
                            + "\necho code $?\nstty -a > after\n");
            PipedInputStream input = new PipedInputStream(keys);
            Map<String, String> environment = new HashMap<>(System.getenv());
            environment.put("TERM", "xterm");
            environment.put("LC_ALL", "C.UTF-8");
            chunks = ProcessRunner.create()
                    .withTimeout(Duration.ofSeconds(80))
                    .chunks(ProcessSpec.of(SCRIPT.toString(), "-qec", "sh " + inner, "/dev/null")
                            .withCwd(dir)
                            .withEnvironment(environment)
                            .withStdin(() -> input));
            iterator = chunks.iterator();
        }

        /** Reads on until a text was seen; what comes before it is forgotten. */
        void await(String text) {
            while (!seen.toString(UTF_8).contains(text)) {
                assertThat(iterator.hasNext())
                        .as("more, and \"%s\" in it, behind: %s", text, seen.toString(UTF_8))
                        .isTrue();
                seen.writeBytes(iterator.next().bytes());
            }
            String rest = seen.toString(UTF_8);
            seen.reset();
            seen.writeBytes(rest.substring(rest.indexOf(text) + text.length()).getBytes(UTF_8));
        }

        /**
         * The same for a text whose line may have changed a little, of which only the change is written: has the screen drawn
         * anew until it was seen.
         */
        void awaitOnScreen(String text) {
            ScheduledExecutorService redraw = Executors.newSingleThreadScheduledExecutor();
            ScheduledFuture<?> drawing = redraw.scheduleAtFixedRate(this::drawAnew, 0, 300, TimeUnit.MILLISECONDS);
            try {
                await(text);
            } finally {
                drawing.cancel(false);
                redraw.shutdown();
            }
        }

        private void drawAnew() {
            ProcessRunner.create().run(ProcessSpec.of("kill", "-WINCH", Long.toString(java())));
        }

        /** The program under test. */
        long java() {
            try (Stream<ProcessHandle> below =
                    ProcessHandle.of(chunks.pid()).orElseThrow().descendants()) {
                return below.filter(
                                process -> process.info().command().orElse("").endsWith("java"))
                        .findFirst()
                        .orElseThrow()
                        .pid();
            }
        }

        void press(String key) throws IOException {
            keys.write(key.getBytes(UTF_8));
            keys.flush();
        }

        void assertRestored(String code) throws IOException {
            await("\u001b[?1049l");
            await("code " + code);
            assertThat(chunks.result().reason()).isEqualTo(ProcessResult.Reason.EXITED);
            assertThat(Files.readString(dir.resolve("after"))).isEqualTo(Files.readString(dir.resolve("before")));
        }

        @Override
        public void close() {
            chunks.close();
        }
    }

    @Test
    void onATerminalThereAreKeysAndQRestoresIt() throws IOException {
        try (Pty pty = new Pty("web=echo up; exec sleep 1000", "db=echo ready; exec sleep 1000")) {
            pty.await("\u001b[?1049h");
            pty.await("2 of 2 running");
            pty.press("\u001b[C");
            pty.press("s");
            pty.awaitOnScreen("db is STOPPED");
            pty.press("r");
            pty.awaitOnScreen("db is RUNNING");
            pty.press("q");
            pty.assertRestored("0");
        }
    }

    @Test
    void sessionsAreStoppedAndOpenedAgainByKeys() throws IOException {
        try (Pty pty = new Pty("--sessions", "1")) {
            // Whole words: of a line that changes a little only the change is written.
            pty.await("WORKING");
            pty.press("s");
            pty.await("CLOSED");
            pty.press("r");
            pty.await("WORKING");
            pty.press("q");
            pty.assertRestored("0");
        }
    }

    @Test
    void ctrlCRestoresItToo() throws IOException {
        try (Pty pty = new Pty("web=echo up; exec sleep 1000")) {
            pty.await("1 of 1 running");
            pty.press("\u0003");
            pty.assertRestored("130");
        }
    }

    @Test
    void theEndOfTheJvmRestoresItToo() throws IOException {
        try (Pty pty = new Pty("web=echo up; exec sleep 1000")) {
            pty.await("1 of 1 running");
            ProcessHandle.of(pty.java()).orElseThrow().destroy();
            pty.assertRestored("143");
        }
    }

    @Test
    void itFollowsTheSizeOfTheTerminal() throws IOException {
        try (Pty pty = new Pty("web=while :; do echo a-long-line-of-the-web; sleep 0.1; done", "db=exec sleep 1000")) {
            pty.await("2 of 2 running");
            String tty = Files.readString(dir.resolve("tty")).strip();
            ProcessRunner.create()
                    .run(ProcessSpec.of("stty", "-F", tty, "rows", "12", "cols", "44"))
                    .orThrow();
            // The totals are one line from the bottom: of 12 now.
            pty.await("\u001b[11;");
            pty.press("q");
            pty.await("\u001b[?1049l");
            pty.await("code 0");
        }
    }

    @Test
    void withoutATerminalItKnowsByItself() {
        ProcessResult result = ProcessRunner.create()
                .withTimeout(Duration.ofSeconds(60))
                .run(ProcessSpec.of(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Examples.class.getName(),
                        "supervise",
                        "web=echo up")));

        assertThat(result.stdout().text()).contains("web | up").doesNotContain("\u001b");
        assertThat(result.exitCode()).hasValue(0);
    }
}
