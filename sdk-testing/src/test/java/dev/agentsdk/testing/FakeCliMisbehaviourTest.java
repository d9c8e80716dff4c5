package dev.agentsdk.testing;

import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fake as an agent that does what agents should not do. */
@Timeout(60)
class FakeCliMisbehaviourTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path root;

    private FakeCli cli;

    @BeforeEach
    void putTheScript() {
        cli = FakeCli.in(root);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 127, 255})
    void exitEndsItWithItsCode(int code) throws Exception {
        try (FakeRun run = FakeRun.start(cli.onStart("exit:" + code + " marker"))) {
            assertThat(run.exitCode()).isEqualTo(code);
            assertThat(cli.hasNote("marker")).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"KILL, 137", "TERM, 143", "SEGV, 139"})
    void dieEndsItWithASignal(String signal, int code) throws Exception {
        try (FakeRun run = FakeRun.start(cli.onStart("die:" + signal))) {
            assertThat(run.exitCode()).isEqualTo(code);
        }
    }

    @Test
    void partialIsALineWithoutEnd() throws Exception {
        try (InputStream bytes = FakeRun.builder(
                        cli.onStart("raw:whole partial:{\"half_of exit:0"),
                        List.of(cli.script().toString()))
                .start()
                .getInputStream()) {
            assertThat(new String(bytes.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("whole\n{\"half of");
        }
    }

    @Test
    void linesOfStderrAreWrittenThere() throws Exception {
        try (FakeRun run = FakeRun.start(cli.onStart("ready stderr:some_words exit:0"))) {
            assertThat(run.stderr()).containsExactly("READY", "some words");
            assertThat(run.rest()).isEmpty();
        }
    }

    @Test
    void aFloodOfStderrIsOfTheSizeThatWasAsked() throws Exception {
        try (FakeRun run = FakeRun.start(cli.onStart("flood-stderr:300 exit:0"))) {
            int size = run.stderr().stream().mapToInt(line -> line.length() + 1).sum();

            assertThat(size).isEqualTo(300 * 1024);
        }
    }

    @Test
    void closeStdoutEndsTheOutputAndNotTheProcess() throws Exception {
        try (FakeRun run = FakeRun.start(cli.onStart("raw:last close-stdout raw:unheard marker"))) {
            assertThat(run.rest()).containsExactly("last");
            cli.awaitNote("marker", PATIENCE);
            assertThat(run.process().isAlive()).isTrue();
            run.endInput();
            assertThat(run.exitCode()).isZero();
        }
    }

    @Test
    void closeStdinLeavesNobodyWhoReads() throws Exception {
        try (FakeRun run = FakeRun.start(cli.onStart("close-stdin ready hang"))) {
            run.awaitStderr("READY");

            assertThatThrownBy(() -> run.send("text")).isInstanceOf(UncheckedIOException.class);
            assertThat(run.process().isAlive()).isTrue();
        }
    }

    @Test
    void noInitAnswerIsSilenceAboutTheHandshakeAlone() throws Exception {
        try (FakeRun run = FakeRun.start(cli.onStart("no-init-answer"))) {
            run.send(FakeRun.request("r1", "initialize"));
            run.send(FakeRun.request("r2", "set_model"));

            assertThat(run.next().path("response").path("request_id").asText()).isEqualTo("r2");
        }
    }

    @Test
    void itsOwnIdIsNoted() throws Exception {
        try (FakeRun run = FakeRun.start(cli.onStart("pid:cli"))) {
            assertThat(cli.awaitNote("cli.pid", PATIENCE))
                    .isEqualTo(Long.toString(run.process().pid()));
        }
    }

    @Test
    void aFirstWriteThatIsTakenIsNoted() throws Exception {
        try (FakeRun run = FakeRun.start(cli.onStart("first-write exit:0"))) {
            assertThat(run.exitCode()).isZero();
            assertThat(run.rest()).containsExactly("{\"type\":\"late\"}");
            assertThat(cli.note("first-write")).isEqualTo("status 0");
        }
    }

    @Test
    void aFirstWriteIntoAClosedPipeIsNotedByItsError() throws Exception {
        List<Process> pipeline = ProcessBuilder.startPipeline(List.of(
                FakeRun.builder(
                        cli.onTurn("first-write exit:9"), List.of(cli.script().toString())),
                new ProcessBuilder("head", "-n", "1")));
        Process script = pipeline.get(0);
        try {
            // The reader of the pipe goes when it has the answer to the handshake.
            script.getOutputStream()
                    .write((FakeRun.request("r", "initialize") + "\n").getBytes(StandardCharsets.UTF_8));
            script.getOutputStream().flush();
            assertThat(pipeline.get(1).waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            script.getOutputStream().write((FakeRun.user("Hi") + "\n").getBytes(StandardCharsets.UTF_8));
            script.getOutputStream().flush();

            assertThat(script.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(script.exitValue()).isEqualTo(9);
            assertThat(cli.note("first-write")).contains("Broken pipe").doesNotContain("status 0");
        } finally {
            script.destroyForcibly().waitFor();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fill", "fill-partial"})
    void fillingEndsWhenNobodyReadsAnyMoreAndThatIsNoted(String step) throws Exception {
        ProcessBuilder shell = FakeRun.builder(
                cli.onStart("ignore-pipe " + step + " exit:0"),
                List.of(
                        "/bin/sh",
                        "-c",
                        "\"$0\" | head -c 100000 | wc -c",
                        cli.script().toString()));
        Process process = shell.start();
        try {
            String read = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

            assertThat(read.strip()).isEqualTo("100000");
            assertThat(cli.awaitNote("fill", PATIENCE)).isEqualTo("write failed");
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void sleepWaits() throws Exception {
        long start = System.nanoTime();
        try (FakeRun run = FakeRun.start(cli.onStart("sleep:0.2 exit:0"))) {
            assertThat(run.exitCode()).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(200))
                    .is(under(Duration.ofSeconds(15)));
        }
    }
}
