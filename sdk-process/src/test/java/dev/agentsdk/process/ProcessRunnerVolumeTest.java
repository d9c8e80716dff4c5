package dev.agentsdk.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.testsupport.Repeats;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Much output, on both streams at once. */
class ProcessRunnerVolumeTest extends RunnerTestBase {

    private static final int TWENTY_MEGABYTES = 20_000_000;
    private static final long GIGABYTE = 1L << 30;
    private static final long STREAMED = GIGABYTE / Repeats.of(4, 1);

    /** Writes as much to each, at the same time. */
    private static ProcessSpec both(long bytes) {
        return shell("head -c " + bytes + " /dev/zero & head -c " + bytes + " /dev/zero >&2; wait");
    }

    @Test
    void twentyMegabytesOnEachAreKept() {
        OutputLimit limit = OutputLimit.fail(TWENTY_MEGABYTES);

        ProcessResult result =
                runner().withTimeout(PATIENCE).withOutputLimits(limit, limit).run(both(TWENTY_MEGABYTES));

        assertThat(result.isSuccess()).as(result.summary()).isTrue();
        assertThat(result.stdout().bytes()).hasSize(TWENTY_MEGABYTES);
        assertThat(result.stderr().bytes()).hasSize(TWENTY_MEGABYTES);
        assertThat(result.stdout().isTruncated()).isFalse();
    }

    /** One after the other: whoever reads one to its end first would wait for ever. */
    @Test
    void aLotOnStderrBeforeStdoutDoesNotBlock() {
        OutputLimit limit = OutputLimit.fail(TWENTY_MEGABYTES);

        ProcessResult result = runner().withTimeout(PATIENCE)
                .withOutputLimits(limit, limit)
                .run(shell("head -c 20000000 /dev/zero >&2; head -c 20000000 /dev/zero; head -c 0 /dev/zero >&2"));

        assertThat(result.isSuccess()).as(result.summary()).isTrue();
        assertThat(result.stdout().totalBytes()).isEqualTo(TWENTY_MEGABYTES);
        assertThat(result.stderr().totalBytes()).isEqualTo(TWENTY_MEGABYTES);
    }

    @Test
    void twentyMegabytesGoInAndComeOutAgain() {
        byte[] input = new byte[TWENTY_MEGABYTES];
        for (int i = 0; i < input.length; i++) {
            input[i] = (byte) (i * 31 + (i >> 8));
        }

        ProcessResult result = runner().withTimeout(PATIENCE)
                .withOutputLimits(OutputLimit.fail(TWENTY_MEGABYTES), OutputLimit.fail(0))
                .run(ProcessSpec.of("cat").withStdin(ProcessInput.of(input)));

        assertThat(result.isSuccess()).as(result.summary()).isTrue();
        assertThat(Arrays.equals(result.stdout().bytes(), input)).isTrue();
    }

    /** In a JVM with 40 MB of heap. */
    @Test
    @Tag("R-43")
    void aGigabyteOnEachTakesNoMemory() {
        ProcessResult java = runner().withTimeout(Duration.ofSeconds(170)).run(smallJvm("both"));

        assertThat(java.stdout().text())
                .as("%s %s", java.summary(), java.stderr().text())
                .isEqualTo("stdout " + GIGABYTE + " 1000, stderr " + GIGABYTE + " 1000\n");
    }

    @Test
    void manyMegabytesOnEachAreStreamedInChunks() {
        ProcessResult java =
                runner().withTimeout(Duration.ofSeconds(170)).run(smallJvm("chunks", Long.toString(STREAMED)));

        assertThat(java.stdout().text())
                .as("%s %s", java.summary(), java.stderr().text())
                .isEqualTo("stdout " + STREAMED + ", stderr " + STREAMED + ", EXITED\n");
    }

    private ProcessSpec smallJvm(String... what) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx40m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                SmallJvm.class.getName(),
                launcher.name()));
        command.addAll(List.of(what));
        return ProcessSpec.of(command).withCwd(dir);
    }

    /** The program of the small JVM. */
    public static final class SmallJvm {
        private SmallJvm() {}

        /** Runs a process that writes much to each output, and prints what came. */
        public static void main(String[] arguments) {
            ProcessRunner runner = ProcessRunner.create()
                    .withLauncher(arguments[0].equals("posix") ? ProcessLauncher.posix() : ProcessLauncher.jdk())
                    .withTimeout(Duration.ofSeconds(160));
            if (arguments[1].equals("both")) {
                ProcessResult result = runner.withOutputLimits(OutputLimit.keepLast(1000), OutputLimit.keepFirst(1000))
                        .run(both(GIGABYTE));
                System.out.println("stdout " + result.stdout().totalBytes() + " "
                        + result.stdout().bytes().length + ", stderr "
                        + result.stderr().totalBytes() + " " + result.stderr().bytes().length);
            } else {
                long[] bytes = new long[2];
                try (ProcessStream<OutputChunk> chunks = runner.chunks(both(Long.parseLong(arguments[2])))) {
                    chunks.forEach(
                            chunk -> bytes[chunk.source() == OutputSource.STDOUT ? 0 : 1] += chunk.bytes().length);
                    System.out.println("stdout " + bytes[0] + ", stderr " + bytes[1] + ", "
                            + chunks.result().reason());
                }
            }
        }
    }
}
