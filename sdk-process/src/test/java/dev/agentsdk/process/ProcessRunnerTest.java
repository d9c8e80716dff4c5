package dev.agentsdk.process;

import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.process.ProcessExit.Stage;
import dev.agentsdk.process.ProcessResult.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Commands that end by themselves. */
class ProcessRunnerTest extends RunnerTestBase {

    @Test
    void bothOutputsAndTheExitCodeAreInTheResult() {
        ProcessResult result = runner().run(shell("echo out; echo err >&2; exit 7"));

        assertThat(result.reason()).isEqualTo(Reason.EXITED);
        assertThat(result.exitCode()).hasValue(7);
        assertThat(result.signal()).isEmpty();
        assertThat(result.isSuccess()).isFalse();
        assertThat(result.stdout().text()).isEqualTo("out\n");
        assertThat(result.stderr().text()).isEqualTo("err\n");
        assertThat(result.stdout().isTruncated()).isFalse();
        assertThat(result.exit().stage()).isEqualTo(Stage.ALREADY_EXITED);
        assertThat(result.exit().leftBehind()).isEmpty();
        assertThat(result.program()).isEqualTo("/bin/sh");
        assertThat(isAlive(result.pid())).isFalse();
        assertThat(result.elapsed()).isGreaterThanOrEqualTo(Duration.ofNanos(1)).is(under(PATIENCE));
    }

    @Test
    void successIsSuccess() {
        ProcessResult result = runner().run(ProcessSpec.of("true"));

        assertThat(result.isSuccess()).isTrue();
        assertThat(result.orThrow()).isSameAs(result);
        assertThat(result.stdout().totalBytes()).isZero();
        assertThat(result.summary()).matches("true exited with code 0 after [\\d.]+ s");
    }

    @Test
    void anythingElseIsAnExceptionWhereThatIsAskedFor() {
        ProcessResult result = runner().run(shell("echo 'no such branch' >&2; exit 128", "secret"));

        assertThatThrownBy(result::orThrow)
                .isInstanceOf(ProcessFailedException.class)
                .hasMessageMatching(
                        "/bin/sh exited with code 128 after [\\d.]+ s\\. The end of its stderr: no such branch")
                .asInstanceOf(InstanceOfAssertFactories.type(ProcessFailedException.class))
                .extracting(ProcessFailedException::result)
                .isSameAs(result);
        assertThat(result.toString()).doesNotContain("secret").doesNotContain("branch");
    }

    @Test
    void theSignalOfAnEndByOthersIsToldAsFarAsTheLauncherKnows() {
        ProcessResult result = runner().run(shell("kill -USR1 $$"));

        assertThat(result.reason()).isEqualTo(Reason.EXITED);
        assertThat(result.exitCode()).hasValue(128 + 10);
        if (keepsAll()) {
            assertThat(result.signal()).hasValue(10);
            assertThat(result.summary()).contains("was ended by signal 10");
        } else {
            assertThat(result.signal()).isEmpty();
        }
    }

    @Test
    void withoutAnInputItReadsEof() {
        assertThat(runner().run(shell("cat; echo end")).stdout().text()).isEqualTo("end\n");
    }

    @Test
    void itReadsTheInputThatItIsGiven() throws IOException {
        Path file = Files.writeString(dir.resolve("input"), "from a file ä€😀");

        assertThat(runner().run(ProcessSpec.of("cat").withStdin(ProcessInput.of("text ä€😀")))
                        .stdout()
                        .text())
                .isEqualTo("text ä€😀");
        assertThat(runner().run(ProcessSpec.of("cat").withStdin(ProcessInput.of(file)))
                        .stdout()
                        .text())
                .isEqualTo("from a file ä€😀");
        assertThat(runner().run(ProcessSpec.of("cat").withStdin(ProcessInput.of(new byte[] {0, 10, -1})))
                        .stdout()
                        .bytes())
                .containsExactly(0, 10, -1);
    }

    @Test
    void anInputServesForManyRuns() {
        ProcessSpec spec = ProcessSpec.of("cat").withStdin(ProcessInput.of("again"));

        assertThat(runner().run(spec).stdout().text()).isEqualTo("again");
        assertThat(runner().run(spec).stdout().text()).isEqualTo("again");
    }

    @Test
    void aStreamIsReadToItsEndAndClosed() {
        AtomicBoolean closed = new AtomicBoolean();
        byte[] megabytes = new byte[3_000_000];
        ProcessInput input = () -> new ByteArrayInputStream(megabytes) {
            @Override
            public void close() {
                closed.set(true);
            }
        };

        ProcessResult result = runner().run(shell("wc -c").withStdin(input));

        assertThat(result.stdout().text().strip()).isEqualTo("3000000");
        Eventually.await("the input is closed", closed::get);
    }

    @Test
    void aProcessMayLeaveItsInputUnread() {
        byte[] megabytes = new byte[3_000_000];

        ProcessResult result = runner().run(ProcessSpec.of("head", "-c", "3").withStdin(ProcessInput.of(megabytes)));

        assertThat(result.isSuccess()).isTrue();
        assertThat(result.stdout().bytes()).hasSize(3);
    }

    @Test
    void anInputThatDoesNotExistStartsNothing() {
        ProcessSpec spec = shell("touch " + dir.resolve("ran")).withStdin(ProcessInput.of(dir.resolve("missing")));

        assertThatThrownBy(() -> runner().run(spec))
                .isInstanceOf(ProcessException.class)
                .hasMessageContaining("The input of /bin/sh cannot be opened")
                .hasCauseInstanceOf(NoSuchFileException.class);
        assertThat(dir.resolve("ran")).doesNotExist();
    }

    @Test
    void anInputThatFailsEndsTheProcessAndTheExceptionHasWhatItWrote() {
        ProcessInput input = () -> new InputStream() {
            private int reads;

            @Override
            public int read() throws IOException {
                throw new IOException("the disk is gone");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                if (reads++ > 0) {
                    noteOf("has-read");
                    return read();
                }
                buffer[offset] = 'x';
                buffer[offset + 1] = '\n';
                return 2;
            }
        };

        assertThatThrownBy(() -> runner().run(shell("read line; echo got $line; echo yes > " + dir.resolve("has-read")
                                + "; exec sleep 1000")
                        .withStdin(input)))
                .isInstanceOf(ProcessFailedException.class)
                .hasMessageContaining("the disk is gone")
                .asInstanceOf(InstanceOfAssertFactories.type(ProcessFailedException.class))
                .extracting(ProcessFailedException::result)
                .satisfies(result -> {
                    assertThat(result.reason()).isEqualTo(Reason.FAILED);
                    assertThat(result.stdout().text()).isEqualTo("got x\n");
                    assertThat(result.exit().stage()).isEqualTo(Stage.TERM);
                });
    }

    @Test
    void mergedStderrKeepsTheOrderInWhichTheProcessWrote() {
        String script = "i=0; while [ $i -lt 300 ]; do echo o$i; echo e$i >&2; i=$((i+1)); done";

        ProcessResult result = runner().run(shell(script).withStderrMerged(true));

        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            expected.append('o').append(i).append("\ne").append(i).append('\n');
        }
        assertThat(result.stdout().text()).isEqualTo(expected.toString());
        assertThat(result.stderr().totalBytes()).isZero();
    }

    @Test
    void mergingChangesNothingElse() throws IOException {
        Map<String, String> environment = new HashMap<>(Map.of("A", "a b", "PATH", "/usr/bin:/bin"));
        ProcessSpec spec = ProcessSpec.of("env").withEnvironment(environment).withCwd(dir.toRealPath());

        for (boolean merged : new boolean[] {false, true}) {
            // Beside the mark of the launcher, which differs each time.
            assertThat(runner().run(spec.withStderrMerged(merged)).stdout().lines())
                    .filteredOn(line -> !line.startsWith("AGENT_SDK_PROCESS_TREE="))
                    .containsExactlyInAnyOrder("A=a b", "PATH=/usr/bin:/bin");
        }
        assertThat(runner().run(ProcessSpec.of("pwd").withCwd(dir.toRealPath()).withStderrMerged(true))
                        .stdout()
                        .text())
                .isEqualTo(dir.toRealPath() + "\n");
        assertThat(runner().run(shell("exit 3").withStderrMerged(true)).exitCode())
                .hasValue(3);
        assertThat(runner().run(ProcessSpec.of("printf", "%s|", "a b", "", "$X", "*", "-c")
                                .withStderrMerged(true))
                        .stdout()
                        .text())
                .isEqualTo("a b||$X|*|-c|");
        assertThatThrownBy(() -> runner().run(ProcessSpec.of("no-such-program").withStderrMerged(true)))
                .isInstanceOf(ProcessStartException.class)
                .hasMessageContaining("There is no program no-such-program on the PATH");
    }

    /** A shell in between would act on some variables, overwrite others, and drop names that are not identifiers. */
    @Test
    @Tag("R-116")
    void mergingRunsNoShellThatReadsTheEnvironment() {
        Map<String, String> environment = new HashMap<>(Map.of("PATH", "/usr/bin:/bin"));
        environment.put("SHELLOPTS", "xtrace");
        environment.put("PS4", "$(echo injected >&2)");
        environment.put("BASH_ENV", "/dev/stdin");
        environment.put("ENV", "/dev/stdin");
        environment.put("PPID", "not a number");
        assertThat(seenByAMergedProcess(environment)).isEqualTo(environment);

        environment.put("BASH_FUNC_exec%%", "() { echo injected; }");
        environment.put("some.name", "value");
        assertThat(seenByAMergedProcess(environment)).isEqualTo(environment);
    }

    private Map<String, String> seenByAMergedProcess(Map<String, String> environment) {
        ProcessResult result =
                runner().run(ProcessSpec.of("env").withEnvironment(environment).withStderrMerged(true));
        Map<String, String> seen = new HashMap<>();
        for (String line : result.stdout().lines()) {
            int equals = line.indexOf('=');
            assertThat(equals).describedAs(line).isPositive();
            seen.put(line.substring(0, equals), line.substring(equals + 1));
        }
        // The mark of the launcher.
        seen.remove("AGENT_SDK_PROCESS_TREE");
        return seen;
    }

    /** One pipe for both, whatever the environment: the order is the one in which the process wrote. */
    @Test
    @Tag("R-116")
    void theOrderOfMergedOutputDependsOnNoVariable() {
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            expected.append('o').append(i).append("\ne").append(i).append('\n');
        }

        ProcessResult result = runner().run(
                        shell("i=0; while [ $i -lt 300 ]; do echo o$i; echo e$i >&2; i=$((i+1)); done")
                                .withEnvironment(Map.of("some.name", "value", "PATH", "/usr/bin:/bin"))
                                .withStderrMerged(true));

        assertThat(result.stdout().text()).isEqualTo(expected.toString());
        assertThat(result.stderr().totalBytes()).isZero();
    }

    @Test
    void outputThatIsNoUtf8OrSplitAcrossReadsIsDecodedAsAWhole() {
        // Each write is a read of its own: the bytes of the euro sign come in three.
        ProcessResult result = runner().run(shell(
                "printf '\\342'; sleep 0.05; printf '\\202'; sleep 0.05; printf '\\254\\n'; printf 'bad \\377 byte'"));

        assertThat(result.stdout().text()).isEqualTo("€\nbad \uFFFD byte");
        assertThat(result.stdout().lines()).containsExactly("€", "bad \uFFFD byte");
    }

    @Test
    void whatAProcessLeavesBehindIsEndedWithIt() {
        ProcessResult result = runner().run(shell("sleep 1000 & echo $!; exit 0"));

        assertThat(result.isSuccess()).isTrue();
        assertThat(isAlive(Long.parseLong(result.stdout().text().strip()))).isFalse();
        assertThat(result.elapsed()).is(under(Duration.ofSeconds(20)));
    }

    @Test
    void whatItLeavesBehindMayGoOnWritingForItsGrace() {
        TeardownPlan plan = TeardownPlan.defaults().withLeftoverGrace(Duration.ofSeconds(20));

        ProcessResult result =
                runner().run(shell("(sleep 0.2; echo late) & echo early").withTeardown(plan));

        if (keepsAll()) {
            assertThat(result.stdout().text()).isEqualTo("early\nlate\n");
        } else {
            // The JDK closes the pipe at the exit, unless a read is under way just then.
            assertThat(result.stdout().text()).isIn("early\n", "early\nlate\n");
        }
    }

    @Test
    void badCommandsAreTypedErrors() {
        record Case(ProcessSpec spec, ProcessStartException.Reason reason, String message) {}
        Path missing = dir.resolve("missing");
        for (Case wrong : new Case[] {
            new Case(
                    ProcessSpec.of(),
                    ProcessStartException.Reason.INVALID_ARGUMENT,
                    "There is no program to start: the command is empty."),
            new Case(
                    ProcessSpec.of("bin/tool"),
                    ProcessStartException.Reason.INVALID_ARGUMENT,
                    "The program bin/tool is a relative path"),
            new Case(
                    ProcessSpec.of("true").withCwd(missing),
                    ProcessStartException.Reason.DIRECTORY_MISSING,
                    "The working directory " + missing + " does not exist."),
            new Case(
                    ProcessSpec.of(missing.toString()),
                    ProcessStartException.Reason.PROGRAM_MISSING,
                    "The program " + missing + " does not exist.")
        }) {
            assertThatThrownBy(() -> runner().run(wrong.spec))
                    .isInstanceOf(ProcessStartException.class)
                    .hasMessageStartingWith(wrong.message)
                    .asInstanceOf(InstanceOfAssertFactories.type(ProcessStartException.class))
                    .extracting(ProcessStartException::reason)
                    .isEqualTo(wrong.reason);
            assertThatThrownBy(() -> runner().start(wrong.spec)).isInstanceOf(ProcessStartException.class);
            assertThat(runner().runAsync(wrong.spec))
                    .isCompletedExceptionally()
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .withCauseInstanceOf(ProcessStartException.class);
        }
    }

    @Test
    void aLauncherAloneRefusesWhatOnlyARunnerDoes() {
        ProcessSpec spec = ProcessSpec.of("cat").withStdin(ProcessInput.of("text"));

        assertThatThrownBy(() -> launcher.start(spec, new ProcessListener() {}))
                .isInstanceOf(ProcessStartException.class)
                .hasMessageContaining("A launcher does not write stdin.");
    }

    @Test
    void badSettingsAreRefusedAtOnce() {
        ProcessRunner runner = runner();

        assertThatIllegalArgumentException().isThrownBy(() -> runner.withTimeout(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> runner.withTimeout(Duration.ofSeconds(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> runner.withGraces(Duration.ofSeconds(-1), Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> runner.withGraces(Duration.ZERO, Duration.ofDays(2)));
        assertThatIllegalArgumentException().isThrownBy(() -> runner.withMaxLineBytes(7));
        assertThatIllegalArgumentException().isThrownBy(() -> runner.withStreamBuffer(0));
        assertThatIllegalArgumentException().isThrownBy(() -> OutputLimit.keepLast(-1));
    }
}
