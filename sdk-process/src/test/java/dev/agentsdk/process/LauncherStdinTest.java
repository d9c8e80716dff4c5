package dev.agentsdk.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Writing to a process that reads, or has stopped doing so. */
class LauncherStdinTest extends LauncherTestBase {

    @Test
    void whatIsWrittenComesBackFromCatByteForByteWhileItIsRead() throws Exception {
        byte[] bytes = new byte[5 << 20];
        new Random(5).nextBytes(bytes);
        Recording output = new Recording();
        ManagedProcess process = start(ProcessSpec.of("cat"), output);
        int piece = 300_000;
        for (int from = 0; from < bytes.length; from += piece) {
            byte[] part = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + piece));
            assertThat(process.write(soon(), part)).isTrue();
        }
        process.closeStdin(soon());
        exitOf(process);
        output.awaitEnds();

        assertThat(Arrays.equals(output.stdoutBytes(), bytes)).isTrue();
    }

    @Test
    void partsAreWrittenOneAfterTheOther() throws Exception {
        Recording output = new Recording();
        ManagedProcess process = start(ProcessSpec.of("cat"), output);
        byte[] large = new byte[150_000];
        Arrays.fill(large, (byte) 'x');

        assertThat(process.write(soon(), utf8("a"), utf8(""), utf8("b"), large, utf8("c\n")))
                .isTrue();
        assertThat(process.write(soon(), utf8("d"))).isTrue();
        process.closeStdin(soon());
        exitOf(process);
        output.awaitEnds();
        assertThat(output.stdout()).isEqualTo("ab" + "x".repeat(150_000) + "c\nd");
    }

    @Test
    @Tag("R-63")
    void writesOfConcurrentCallersDoNotMix() throws Exception {
        Recording output = new Recording();
        ManagedProcess process = start(ProcessSpec.of("cat"), output);
        int writers = 8;
        int linesEach = 100;
        ExecutorService pool = Executors.newFixedThreadPool(writers);
        try {
            List<Future<Void>> done = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                String letter = Character.toString('a' + writer);
                done.add(pool.submit(() -> {
                    for (int i = 0; i < linesEach; i++) {
                        assertThat(process.write(soon(), utf8(letter.repeat(1 + 90 * i)), utf8("\n")))
                                .isTrue();
                    }
                    return null;
                }));
            }
            for (Future<Void> writer : done) {
                writer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
        process.closeStdin(soon());
        exitOf(process);
        output.awaitEnds();

        List<String> lines = output.stdout().lines().toList();
        assertThat(lines)
                .hasSize(writers * linesEach)
                .allMatch(line -> line.chars().distinct().count() == 1);
        for (int writer = 0; writer < writers; writer++) {
            char letter = (char) ('a' + writer);
            assertThat(lines.stream().filter(line -> line.charAt(0) == letter).map(String::length))
                    .as("the lines of one writer keep their order")
                    .isSorted()
                    .hasSize(linesEach);
        }
    }

    @Test
    void writingToAProcessThatHasGoneFails() throws Exception {
        ManagedProcess process = start(shell("exit 0"), new Recording());
        exitOf(process);

        assertThatThrownBy(() -> process.write(soon(), utf8("text\n"))).isInstanceOf(StdinClosedException.class);
        assertThatThrownBy(() -> process.write(soon(), utf8("text\n"))).isInstanceOf(StdinClosedException.class);
    }

    @Test
    void writingAfterStdinWasClosedFails() {
        ManagedProcess process = start(shell(SILENT), new Recording());
        process.closeStdin(soon());

        assertThatThrownBy(() -> process.write(soon(), utf8("text\n"))).isInstanceOf(StdinClosedException.class);
    }

    @Test
    void writingAfterTheCloseFails() {
        ManagedProcess process = start(ProcessSpec.of("cat"), new Recording());
        process.close();

        assertThatThrownBy(() -> process.write(soon(), utf8("text\n"))).isInstanceOf(StdinClosedException.class);
    }

    @Test
    void whatWasWrittenBeforeStdinWasClosedArrives() throws Exception {
        Recording output = new Recording();
        ManagedProcess process = start(ProcessSpec.of("cat"), output);
        assertThat(process.write(soon(), utf8("last words"))).isTrue();
        process.closeStdin(Deadline.in(PATIENCE));
        exitOf(process);
        output.awaitEnds();

        assertThat(output.stdout()).isEqualTo("last words");
    }
}
