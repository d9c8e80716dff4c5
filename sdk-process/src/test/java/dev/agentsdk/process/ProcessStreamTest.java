package dev.agentsdk.process;

import static dev.agentsdk.testsupport.Times.under;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.process.ProcessExit.Stage;
import dev.agentsdk.process.ProcessResult.Reason;
import dev.agentsdk.process.internal.ProcFs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Output that is taken while the process runs. */
class ProcessStreamTest extends RunnerTestBase {

    /** From the start of a process that must have written by then, on a machine that is busy too. */
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    @Test
    void linesComeWhileTheProcessRuns() throws IOException {
        Path go = dir.resolve("go");
        try (ProcessStream<OutputLine> lines =
                runner().lines(shell("echo first; while [ ! -e " + go + " ]; do sleep 0.01; done; echo second"))) {
            Iterator<OutputLine> iterator = lines.iterator();

            assertThat(iterator.next()).isEqualTo(new OutputLine(OutputSource.STDOUT, "first", true));
            assertThat(isAlive(lines.pid())).isTrue();
            Files.createFile(go);
            assertThat(iterator.next().text()).isEqualTo("second");
            assertThat(iterator.hasNext()).isFalse();
            assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
            assertThat(lines.iterator()).isSameAs(iterator);
            assertThat(lines.result().isSuccess()).isTrue();
            assertThat(lines.result().stdout().text()).isEqualTo("first\nsecond\n");
        }
    }

    @Test
    void bothOutputsComeWithTheirSource() {
        List<OutputLine> lines = new ArrayList<>();

        ProcessResult result = runner().run(shell("echo out; echo err >&2; printf 'no end'; exit 4"), lines::add);

        assertThat(result.exitCode()).hasValue(4);
        assertThat(lines)
                .containsExactlyInAnyOrder(
                        new OutputLine(OutputSource.STDOUT, "out", true),
                        new OutputLine(OutputSource.STDERR, "err", true),
                        new OutputLine(OutputSource.STDOUT, "no end", true));
        assertThat(result.stderr().text()).isEqualTo("err\n");
    }

    @Test
    void mergedLinesAreLinesOfStdoutInOrder() {
        List<OutputLine> lines = new ArrayList<>();

        runner().run(shell("echo 1; echo 2 >&2; echo 3").withStderrMerged(true), lines::add);

        assertThat(lines)
                .containsExactly(
                        new OutputLine(OutputSource.STDOUT, "1", true),
                        new OutputLine(OutputSource.STDOUT, "2", true),
                        new OutputLine(OutputSource.STDOUT, "3", true));
    }

    @Test
    void charactersAreWholeThoughReadsAreNot() {
        List<String> lines = new ArrayList<>();

        runner().run(
                        shell("printf 'a\\342'; sleep 0.05; printf '\\202'; sleep 0.05; printf '\\254b\\r'; sleep 0.05;"
                                + " printf '\\nc\\n'"),
                        line -> lines.add(line.text()));

        assertThat(lines).containsExactly("a€b", "c");
    }

    @Test
    void aLongLineComesInPieces() {
        List<OutputLine> lines = new ArrayList<>();

        runner().withMaxLineBytes(1000).run(shell("yes ä | head -n 2000 | tr -d '\\n'; echo; echo short"), lines::add);

        assertThat(lines.stream().map(OutputLine::text).limit(lines.size() - 1)).allMatch(text -> text.matches("ä*"));
        assertThat(String.join("", lines.stream().map(OutputLine::text).toList()))
                .isEqualTo("ä".repeat(2000) + "short");
        assertThat(lines.stream().filter(OutputLine::complete).count()).isEqualTo(2);
        assertThat(lines).hasSizeBetween(5, 7).last().isEqualTo(new OutputLine(OutputSource.STDOUT, "short", true));
    }

    @Test
    void chunksAreTheBytesAsTheyAre() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (ProcessStream<OutputChunk> chunks = runner().chunks(shell("printf '\\000\\377\\n'; printf 'x'"))) {
            for (OutputChunk chunk : chunks) {
                assertThat(chunk.source()).isEqualTo(OutputSource.STDOUT);
                all.writeBytes(chunk.bytes());
            }
        }
        assertThat(all.toByteArray()).containsExactly(0, -1, '\n', 'x');
    }

    @Test
    void aJavaStreamClosesTheProcess() {
        ProcessStream<OutputLine> lines = runner().lines(ProcessSpec.of("yes"));

        try (Stream<OutputLine> stream = lines.stream()) {
            assertThat(stream.limit(3).map(OutputLine::text)).containsExactly("y", "y", "y");
        }

        assertThat(isAlive(lines.pid())).isFalse();
    }

    @Test
    void leavingTheLoopEndsTheProcess() {
        long pid;
        try (ProcessStream<OutputLine> lines = runner().lines(ProcessSpec.of("yes"))) {
            pid = lines.pid();
            for (OutputLine line : lines) {
                assertThat(line.text()).isEqualTo("y");
                break;
            }
        }
        assertThat(isAlive(pid)).isFalse();
    }

    @Test
    void afterACloseTheIterationIsOverAndTheResultSaysWhy() {
        ProcessStream<OutputLine> lines = runner().lines(ProcessSpec.of("yes"));
        lines.iterator().next();
        lines.close();
        lines.close();

        assertThat(lines.iterator().hasNext()).isFalse();
        assertThat(lines.result().reason()).isEqualTo(Reason.CANCELLED);
        assertThat(lines.result().exit().stage()).isEqualTo(Stage.TERM);
    }

    /** While nobody takes, the process waits; it does not fill the memory, nor does it lose anything. */
    @Test
    void aConsumerThatWaitsHoldsTheProcessBack() {
        Path count = dir.resolve("count");
        ProcessSpec spec = shell(
                "i=0; while [ $i -lt 3000 ]; do printf '%0999d\\n' $i; i=$((i+1)); echo $i > " + count + "; done");
        try (ProcessStream<OutputLine> lines =
                runner().withStreamBuffer(100_000).lines(spec)) {
            assertThat(lines.iterator().next().text()).endsWith("0");
            // It stops far from its end, and stays there.
            assertThat(awaitStandstill(count, lines.pid())).isBetween(150, 1500);

            int next = 1;
            for (OutputLine line : lines) {
                assertThat(line.text()).hasSize(999).endsWith(Integer.toString(next++));
            }
            assertThat(next).isEqualTo(3000);
            assertThat(lines.result().isSuccess()).isTrue();
        }
    }

    /**
     * Waits until a process that counts its lines has filled the buffers and stays blocked; a process that only waits for a
     * processor is not blocked.
     */
    private static int awaitStandstill(Path file, long pid) {
        Eventually.await("the process has filled the buffers", () -> count(file) >= 150);
        int seen = 0;
        long since = System.nanoTime();
        while (System.nanoTime() - since < TimeUnit.MILLISECONDS.toNanos(500)) {
            int now = count(file);
            if (now != seen
                    || ProcFs.stat(pid).filter(stat -> stat.state() == 'S').isEmpty()) {
                seen = now;
                since = System.nanoTime();
            }
        }
        return seen;
    }

    private static int count(Path file) {
        try {
            String text = Files.exists(file) ? Files.readString(file).strip() : "";
            return text.isEmpty() ? 0 : Integer.parseInt(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void stderrIsHeldBackTooAndNothingIsLost() {
        Path count = dir.resolve("count");
        ProcessSpec spec =
                shell("echo out; i=0; while [ $i -lt 3000 ]; do printf '%0999d\\n' $i >&2; i=$((i+1)); echo $i" + " > "
                        + count + "; done");
        try (ProcessStream<OutputLine> lines =
                runner().withStreamBuffer(100_000).lines(spec)) {
            assertThat(awaitStandstill(count, lines.pid())).isBetween(150, 1500);

            int next = 0;
            for (OutputLine line : lines) {
                if (line.source() == OutputSource.STDERR) {
                    assertThat(line.text()).hasSize(999).endsWith(Integer.toString(next++));
                }
            }
            assertThat(next).isEqualTo(3000);
            assertThat(lines.result().isSuccess()).isTrue();
        }
    }

    @Test
    void aProcessWhoseStderrNobodyTakesCanBeEnded() {
        ProcessStream<OutputLine> closed = runner().withStreamBuffer(1000).lines(shell("yes >&2"));
        ProcessStream<OutputLine> timedOut =
                runner().withTimeout(TIMEOUT).withStreamBuffer(1000).lines(shell("yes >&2"));
        Eventually.await("the second one's time is up", () -> !isAlive(timedOut.pid()));
        assertThat(isAlive(closed.pid())).isTrue();

        closed.close();
        assertThat(closed.result().reason()).isEqualTo(Reason.CANCELLED);
        assertThat(closed.result().exit().elapsed()).is(under(Duration.ofMillis(1900)));
        assertThat(timedOut.stream().count()).isGreaterThan(500);
        assertThat(timedOut.result().reason()).isEqualTo(Reason.TIMED_OUT);
        assertThat(timedOut.result().exit().elapsed()).is(under(Duration.ofMillis(1900)));
    }

    /** The exit is seen, and the process reaped, also while nobody takes what it wrote. */
    @Test
    void aProcessWhoseLastWordsNobodyTakesIsReaped() {
        try (ProcessStream<OutputLine> lines =
                runner().withStreamBuffer(1).lines(shell("seq 1 100 >&2; seq 1 100; seq 101 200 >&2"))) {
            Eventually.await(
                    "no zombie is left", () -> NothingLeftBehind.processes().isEmpty());

            assertThat(lines.stream().count()).isEqualTo(300);
            assertThat(lines.result().isSuccess()).isTrue();
        }
    }

    @Test
    void mergedStderrIsHeldBackToo() {
        try (ProcessStream<OutputLine> lines = runner().withStreamBuffer(10_000)
                .lines(shell("yes | head -n 200000 >&2").withStderrMerged(true))) {
            assertThat(lines.stream().count()).isEqualTo(200_000);
            assertThat(lines.result().isSuccess()).isTrue();
        }
    }

    @Test
    void aTimeOutEndsTheIterationBehindTheLastWords() {
        List<String> lines = new ArrayList<>();
        ProcessResult result = runner().withTimeout(TIMEOUT)
                .run(shell("trap 'echo last words; exit 1' TERM; echo begun; sleep 1000 & wait"), line -> {
                    if (line.source() == OutputSource.STDOUT) {
                        lines.add(line.text());
                    }
                });

        assertThat(lines).containsExactly("begun", "last words");
        assertThat(result.reason()).isEqualTo(Reason.TIMED_OUT);
    }

    /** Also what was in the pipe and in the queue while the consumer slept. */
    @Test
    void aTimeOutLosesNothingThatASlowConsumerHasNotTaken() {
        ProcessSpec spec = shell("i=0; while [ $i -lt 20 ]; do printf '%0999d\\n' $i; i=$((i+1)); done; echo yes > "
                + dir.resolve("written") + "; sleep 1000");
        try (ProcessStream<OutputLine> lines =
                runner().withTimeout(TIMEOUT).withStreamBuffer(2000).lines(spec)) {
            noteOf("written");
            Eventually.await("the time is up", () -> !isAlive(lines.pid()));

            assertThat(lines.stream().filter(line -> line.source() == OutputSource.STDOUT))
                    .hasSize(20)
                    .last()
                    .extracting(OutputLine::text)
                    .asString()
                    .endsWith("19");
            assertThat(lines.result().reason()).isEqualTo(Reason.TIMED_OUT);
        }
    }

    @Test
    void theTimeOutIsOverWhenTheProcessIsHoweverLongTheConsumerTakes() {
        try (ProcessStream<OutputLine> lines =
                runner().withTimeout(TIMEOUT).withStreamBuffer(1).lines(shell("seq 1 1000"))) {
            Eventually.await("the process has gone", () -> !isAlive(lines.pid()));
            long start = System.nanoTime();
            Eventually.await(
                    "the time is up",
                    () -> System.nanoTime() - start > TIMEOUT.plusMillis(200).toNanos());

            assertThat(lines.stream().count()).isEqualTo(1000);
            assertThat(lines.result().reason()).isEqualTo(Reason.EXITED);
        }
    }

    @Test
    void anInterruptionOfTheConsumerEndsTheProcess() throws InterruptedException {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Long> pid = new AtomicReference<>(-1L);
        CountDownLatch flagKept = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        Thread consumer = new Thread(() -> {
            try (ProcessStream<OutputLine> lines = runner().lines(shell("echo begun; exec sleep 1000"))) {
                pid.set(lines.pid());
                lines.forEach(line -> begun.countDown());
            } catch (RuntimeException e) {
                thrown.set(e);
                if (Thread.currentThread().isInterrupted()) {
                    flagKept.countDown();
                }
            }
        });
        consumer.start();
        assertThat(begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        consumer.interrupt();
        consumer.join(PATIENCE.toMillis());

        assertThat(thrown.get())
                .isInstanceOf(ProcessInterruptedException.class)
                .hasMessageContaining("process " + pid.get());
        assertThat(flagKept.getCount()).isZero();
        assertThat(isAlive(pid.get())).isFalse();
    }

    @Test
    void aConsumerThatThrowsEndsTheProcess() {
        AtomicReference<String> pid = new AtomicReference<>();

        assertThatThrownBy(() -> runner().run(shell("echo $$; exec sleep 1000"), line -> {
                    pid.set(line.text());
                    throw new IllegalStateException("enough");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("enough");

        assertThat(isAlive(Long.parseLong(pid.get()))).isFalse();
    }

    @Test
    void aStreamThatIsDroppedEndsItsProcess() {
        long pid = droppedStream();

        Eventually.await("the process of a stream that nobody can reach has gone", () -> {
            System.gc();
            return !isAlive(pid);
        });
    }

    private long droppedStream() {
        ProcessStream<OutputLine> lines = runner().lines(ProcessSpec.of("yes"));
        assertThat(lines.iterator().next().text()).isEqualTo("y");
        return lines.pid();
    }

    /** The iterator alone is enough to keep the stream. */
    @Test
    void whoHoldsTheIteratorHoldsTheStream() throws IOException {
        Path go = dir.resolve("go");
        ProcessSpec spec = shell("echo 1; while [ ! -e " + go + " ]; do sleep 0.01; done; echo 2");
        Iterator<OutputLine> iterator = runner().lines(spec).iterator();
        assertThat(iterator.next().text()).isEqualTo("1");
        long start = System.nanoTime();
        while (System.nanoTime() - start < Duration.ofMillis(1500).toNanos()) {
            System.gc();
        }
        Files.createFile(go);

        assertThat(iterator.next().text()).isEqualTo("2");
        assertThat(iterator.hasNext()).isFalse();
    }

    @Test
    void theResultPassesOverWhatWasNotTaken() {
        try (ProcessStream<OutputLine> lines = runner().withStreamBuffer(1000).lines(shell("seq 1 100000"))) {
            ProcessResult result = lines.result();

            assertThat(result.isSuccess()).isTrue();
            assertThat(result.stdout().totalBytes()).isEqualTo(588_895);
            assertThat(result.stdout().bytes())
                    .hasSize(64 << 10)
                    .asString(UTF_8)
                    .endsWith("99999\n100000\n");
        }
    }

    @Test
    void anInputThatFailsIsToldBehindTheLastLine() {
        ProcessSpec spec = shell("echo begun; exec cat").withStdin(failingInput());
        try (ProcessStream<OutputLine> lines = runner().lines(spec)) {
            List<String> taken = new ArrayList<>();

            assertThatThrownBy(() -> lines.forEach(line -> taken.add(line.text())))
                    .isInstanceOf(ProcessFailedException.class)
                    .hasMessageContaining("the disk is gone");
            assertThatThrownBy(lines::result).isInstanceOf(ProcessFailedException.class);
        }
    }
}
