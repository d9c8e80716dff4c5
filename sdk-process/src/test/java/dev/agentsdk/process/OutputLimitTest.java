package dev.agentsdk.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.process.ProcessExit.Stage;
import dev.agentsdk.process.ProcessOutput.Part;
import dev.agentsdk.process.ProcessResult.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** What happens when a process writes more than is wanted. */
class OutputLimitTest extends RunnerTestBase {

    private ProcessRunner limited(OutputLimit stdout) {
        return runner().withOutputLimits(stdout, OutputLimit.fail(100));
    }

    @Test
    void aLimitThatFailsEndsTheProcessAndKeepsWhatCameBefore() {
        ProcessResult result = limited(OutputLimit.fail(10)).run(shell("echo 0123456789; exec yes"));

        assertThat(result.reason()).isEqualTo(Reason.OUTPUT_LIMIT);
        assertThat(result.stdout().text()).isEqualTo("0123456789");
        assertThat(result.stdout().part()).isEqualTo(Part.FIRST);
        assertThat(result.stdout().totalBytes()).isGreaterThan(10);
        assertThat(result.exit().stage()).isEqualTo(Stage.TERM);
        assertThatThrownBy(result::orThrow).hasMessageContaining("because it wrote more than its limit");
    }

    @Test
    void itFailsAlsoWhenTheProcessHasEndedAlready() {
        ProcessResult result = limited(OutputLimit.fail(10)).run(shell("echo 0123456789"));

        assertThat(result.reason()).isEqualTo(Reason.OUTPUT_LIMIT);
        assertThat(result.isSuccess()).isFalse();
        assertThat(result.stdout().bytes()).hasSize(10);
    }

    @Test
    void exactlyTheLimitIsAllowed() {
        for (OutputLimit limit : new OutputLimit[] {
            OutputLimit.fail(10), OutputLimit.keepFirst(10), OutputLimit.keepLast(10), OutputLimit.spill(10)
        }) {
            ProcessResult result = limited(limit).run(shell("echo 012345678"));

            assertThat(result.isSuccess()).isTrue();
            assertThat(result.stdout().text()).isEqualTo("012345678\n");
            assertThat(result.stdout().isTruncated()).isFalse();
            assertThat(result.stdout().file()).isEmpty();
        }
    }

    @Test
    void eachOutputHasItsOwnLimit() {
        ProcessResult result = runner().withOutputLimits(OutputLimit.fail(100), OutputLimit.fail(3))
                .run(shell("echo out; echo error >&2; exec sleep 1000"));

        assertThat(result.reason()).isEqualTo(Reason.OUTPUT_LIMIT);
        assertThat(result.stdout().text()).isEqualTo("out\n");
        assertThat(result.stderr().text()).isEqualTo("err");
    }

    @Test
    void theBeginningIsKept() {
        ProcessResult result = limited(OutputLimit.keepFirst(10)).run(shell("seq 1 100000"));

        assertThat(result.isSuccess()).isTrue();
        assertThat(result.stdout().text()).isEqualTo("1\n2\n3\n4\n5\n");
        assertThat(result.stdout().part()).isEqualTo(Part.FIRST);
        assertThat(result.stdout().totalBytes()).isEqualTo(588_895);
    }

    @Test
    void theEndIsKept() {
        ProcessResult result = limited(OutputLimit.keepLast(14)).run(shell("seq 1 100000"));

        assertThat(result.stdout().text()).isEqualTo("\n99999\n100000\n");
        assertThat(result.stdout().part()).isEqualTo(Part.LAST);
        assertThat(result.stdout().totalBytes()).isEqualTo(588_895);
    }

    @Test
    void nothingIsKeptWhereNothingIsWanted() {
        for (OutputLimit nothing : new OutputLimit[] {OutputLimit.keepFirst(0), OutputLimit.keepLast(0)}) {
            ProcessResult result = limited(nothing).run(shell("echo text"));

            assertThat(result.stdout().bytes()).isEmpty();
            assertThat(result.stdout().totalBytes()).isEqualTo(5);
            assertThat(result.stdout().isTruncated()).isTrue();
        }
    }

    @Test
    void noCharacterIsCut() {
        String text = "printf 'ä€😀ä€😀'";

        for (int kept = 0; kept <= 18; kept++) {
            assertThat(limited(OutputLimit.keepFirst(kept))
                            .run(shell(text))
                            .stdout()
                            .text())
                    .as("first %d", kept)
                    .isEqualTo(first(kept));
            assertThat(limited(OutputLimit.keepLast(kept))
                            .run(shell(text))
                            .stdout()
                            .text())
                    .as("last %d", kept)
                    .isEqualTo(last(kept));
        }
    }

    private static String last(int bytes) {
        // As many characters from the end as fit.
        String whole = "ä€😀ä€😀";
        String kept = "";
        int at = whole.length();
        while (at > 0) {
            at = whole.offsetByCodePoints(at, -1);
            if (whole.substring(at).getBytes(UTF_8).length > bytes) {
                return kept;
            }
            kept = whole.substring(at);
        }
        return kept;
    }

    private static String first(int bytes) {
        String whole = "ä€😀ä€😀";
        int end = whole.length();
        while (whole.substring(0, end).getBytes(UTF_8).length > bytes) {
            end = whole.offsetByCodePoints(end, -1);
        }
        return whole.substring(0, end);
    }

    @Test
    void whatIsTooMuchForMemoryIsInAFile() throws IOException {
        ProcessResult result = limited(OutputLimit.spill(1000, dir)).run(shell("seq 1 100000"));

        assertThat(result.isSuccess()).isTrue();
        Path file = result.stdout().file().orElseThrow();
        assertThat(file).hasParent(dir);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(result.stdout().totalBytes()).isEqualTo(588_895).isEqualTo(Files.size(file));
        assertThat(result.stdout().isTruncated()).isFalse();
        assertThat(result.stdout().lines())
                .hasSize(100_000)
                .startsWith("1", "2")
                .endsWith("100000");
        try (InputStream open = result.stdout().open()) {
            assertThat(open.readNBytes(4)).asString(UTF_8).isEqualTo("1\n2\n");
        }
        assertThat(result.stdout()).hasToString("ProcessOutput[588895 bytes in " + file + "]");
    }

    @Test
    void whatFitsMakesNoFile() {
        ProcessResult result = limited(OutputLimit.spill(1000, dir)).run(shell("echo little"));

        assertThat(result.stdout().text()).isEqualTo("little\n");
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void aFileThatCannotBeMadeEndsTheRunWithAnException() {
        Path missing = dir.resolve("missing");

        assertThatThrownBy(() -> limited(OutputLimit.spill(10, missing)).run(shell("echo 0123456789; exec yes")))
                .isInstanceOf(ProcessFailedException.class)
                .hasMessageContaining("because its input or output failed")
                .hasMessageContaining(missing.toString())
                .asInstanceOf(InstanceOfAssertFactories.type(ProcessFailedException.class))
                .extracting(failure -> failure.result().reason())
                .isEqualTo(Reason.FAILED);
    }

    @Test
    void aTimeOutKeepsTheFile() {
        ProcessResult result = timedOut(
                        timeout -> limited(OutputLimit.spill(10, dir))
                                .withTimeout(timeout)
                                .run(shell("echo 0123456789; exec sleep 1000")),
                        run -> run.stdout().totalBytes() > 0)
                .result();

        assertThat(result.reason()).isEqualTo(Reason.TIMED_OUT);
        assertThat(result.stdout().file().orElseThrow()).hasContent("0123456789\n");
    }
}
