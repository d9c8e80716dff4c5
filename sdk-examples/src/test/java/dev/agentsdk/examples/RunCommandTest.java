package dev.agentsdk.examples;

import static dev.agentsdk.testsupport.Times.under;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.process.ProcessInput;
import dev.agentsdk.process.ProcessResult;
import dev.agentsdk.process.ProcessRunner;
import dev.agentsdk.process.ProcessSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@Timeout(60)
class RunCommandTest {

    @TempDir
    Path dir;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private InputStream in = InputStream.nullInputStream();

    private int run(String... arguments) {
        return run(out, arguments);
    }

    private int run(OutputStream stdout, String... arguments) {
        CommandLine line = RunCommand.configured(new CommandLine(new RunCommand(in, stdout, err)));
        line.setErr(new PrintWriter(err, true, UTF_8));
        return line.execute(arguments);
    }

    private String said() {
        return err.toString(UTF_8);
    }

    /** What timeout(1) answers, we answer. */
    static Stream<List<String>> commands() {
        return Stream.of(
                List.of("sh", "-c", "exit 0"),
                List.of("sh", "-c", "exit 42"),
                List.of("sh", "-c", "kill -KILL $$"),
                List.of("sh", "-c", "kill -TERM $$"),
                List.of("sleep", "60"),
                List.of("sh", "-c", "trap 'exit 5' TERM; sleep 60 & wait"),
                List.of("no-such-program"),
                List.of("/no/such/program"),
                List.of("/"),
                List.of("/etc/passwd"),
                List.of("sh", "-c", "echo out; echo err >&2; exit 3"),
                List.of("cat"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void exitCodeAndOutputAreThoseOfTimeout(List<String> command) {
        List<String> theirs = new ArrayList<>(List.of("timeout", "0.5"));
        theirs.addAll(command);
        List<String> ours = new ArrayList<>(List.of("--timeout", "0.5", "--"));
        ours.addAll(command);
        ProcessResult expected =
                ProcessRunner.create().run(ProcessSpec.of(theirs).withStdin(ProcessInput.of("input")));
        in = new ByteArrayInputStream("input".getBytes(UTF_8));

        assertThat(run(ours.toArray(new String[0])))
                .isEqualTo(expected.exitCode().orElseThrow());
        assertThat(out.toByteArray()).isEqualTo(expected.stdout().bytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"posix", "jdk"})
    void aTimeOutEndsTheGroupAndSaysSo(String launcher) throws IOException {
        Path pid = dir.resolve("pid");
        long start = System.nanoTime();

        int code = run(
                "--launcher",
                launcher,
                "-t",
                "400ms",
                "sh",
                "-c",
                "echo begun; sleep 1000 & echo $! > " + pid + "; wait");

        assertThat(code).isEqualTo(124);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isGreaterThanOrEqualTo(Duration.ofMillis(400))
                .is(under(Duration.ofSeconds(20)));
        assertThat(out.toString(UTF_8)).isEqualTo("begun\n");
        assertThat(said())
                .matches("(?s).*run: The time of 0\\.40 s was up, so sh \\(process group \\d+\\) got SIGTERM, and"
                        + " was gone after 0\\.\\d\\d s\\.\\R");
        long child = Long.parseLong(Files.readString(pid).strip());
        assertThat(ProcessHandle.of(child).filter(RunCommandTest::isAlive)).isEmpty();
    }

    /** A zombie that its new parent has not reaped yet is no process. */
    private static boolean isAlive(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void whatTakesNoSigtermGetsSigkill() {
        int code = run("-t", "0.3", "-k", "200ms", "sh", "-c", "trap '' TERM; while :; do sleep 0.05; done");

        assertThat(code).isEqualTo(124);
        assertThat(said()).contains("got SIGTERM, did not go, got SIGKILL, and was gone after 0.");
    }

    @Test
    void withoutATimeOutNothingIsSaid() {
        in = new ByteArrayInputStream(new byte[] {0, (byte) 0xFF, '\n'});

        assertThat(run("cat")).isZero();
        assertThat(out.toByteArray()).containsExactly(0, 0xFF, '\n');
        assertThat(err.size()).isZero();
    }

    @Test
    void theOptionsOfTheCommandAreItsOwn() {
        assertThat(run("printf", "%s|", "--timeout", "-t", "@file", "--", "'q'"))
                .isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("--timeout|-t|@file|--|'q'|");
    }

    @Test
    void aProgramMayBeNamedByARelativePath() throws IOException {
        Path script = Files.writeString(dir.resolve("script"), "#!/bin/sh\nexit 9\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        Path relative = Path.of("").toAbsolutePath().relativize(script.toAbsolutePath());

        assertThat(run(relative.toString())).isEqualTo(9);
    }

    @Test
    void aClosedStdoutEndsTheCommand() {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };

        assertThat(run(closed, "yes")).isEqualTo(141);
        assertThat(said()).contains("run: Its stdout cannot be passed on (Broken pipe), so yes (process group ");
    }

    @Test
    void whatCannotBeRunIsOneSentence() {
        assertThat(run("no-such-program")).isEqualTo(127);
        assertThat(said().lines())
                .singleElement()
                .asString()
                .startsWith("run: There is no program no-such-program on the PATH.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-5", "5 s", "1e3", ""})
    void aWrongTimeIsAUsageError(String time) {
        assertThat(run("--timeout=" + time, "true")).isEqualTo(125);
        assertThat(said()).contains("is no time such as 5, 5s, 1.5m");
    }

    @Test
    void noCommandIsAUsageError() {
        assertThat(run()).isEqualTo(125);
        assertThat(run("--timeout", "5")).isEqualTo(125);
        assertThat(said()).contains("COMMAND");
    }

    @Test
    void timesAreReadAsTimeoutReadsThem() {
        RunCommand.Time time = new RunCommand.Time();

        assertThat(time.convert("5")).isEqualTo(Duration.ofSeconds(5));
        assertThat(time.convert("1.5m")).isEqualTo(Duration.ofSeconds(90));
        assertThat(time.convert(".5s")).isEqualTo(Duration.ofMillis(500));
        assertThat(time.convert("2h")).isEqualTo(Duration.ofHours(2));
        assertThat(time.convert("1d")).isEqualTo(Duration.ofDays(1));
        assertThat(time.convert("250ms")).isEqualTo(Duration.ofMillis(250));
        assertThat(time.convert("0")).isZero();
        assertThat(time.convert("999999999d")).isGreaterThan(Duration.ofDays(100_000));
        assertThat(run("--timeout", "0", "true")).isZero();
    }

    /** As it is called: stdin, both outputs and the exit code of a JVM of its own. */
    @Test
    void theProgramPassesEverythingThrough() {
        List<String> java = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Examples.class.getName(),
                "run",
                "--timeout",
                "30s",
                "--",
                "sh",
                "-c",
                "cat; echo err >&2; exit 7");

        ProcessResult result = ProcessRunner.create()
                .withTimeout(Duration.ofSeconds(40))
                .run(ProcessSpec.of(java).withStdin(ProcessInput.of("in ä\n")));

        assertThat(result.exitCode()).hasValue(7);
        assertThat(result.stdout().text()).isEqualTo("in ä\n");
        assertThat(result.stderr().text()).endsWith("err\n");
    }
}
