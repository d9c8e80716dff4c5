package dev.agentsdk.transport.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.transport.internal.RecordingSink.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineFramerTest {

    private static final int LIMIT = 1024;
    private static final int HEAD = 200;

    private final RecordingSink sink = new RecordingSink();
    private final LineFramer framer = new LineFramer(LIMIT, sink);

    private void accept(byte[] bytes) {
        framer.accept(bytes, 0, bytes.length);
    }

    private void accept(String text) {
        accept(text.getBytes(UTF_8));
    }

    private static Event line(String text) {
        return Event.line(text.getBytes(UTF_8));
    }

    private static byte[] digits(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) ('0' + i % 10);
        }
        return bytes;
    }

    @Test
    void aChunkWithSeveralLinesGivesThemInOrder() {
        accept("one\ntwo\nthree\n");
        framer.end();

        assertThat(sink.events()).containsExactly(line("one"), line("two"), line("three"));
    }

    @Test
    void emptyLinesAreLines() {
        accept("\n\na\n\n");
        framer.end();

        assertThat(sink.events()).containsExactly(line(""), line(""), line("a"), line(""));
    }

    @Test
    void anEmptyChunkChangesNothing() {
        accept("a");
        accept("");
        accept("b\n");
        framer.end();

        assertThat(sink.events()).containsExactly(line("ab"));
    }

    @Test
    void aStreamWithoutBytesHasNoLines() {
        framer.end();

        assertThat(sink.events()).isEmpty();
    }

    @Test
    @Tag("R-53")
    void nothingButLineFeedEndsALine() {
        String line = "a\rb\u000bc\fd\u0085e\u2028f\u2029g\0h\u001ei\r";
        accept(line + "\nnext\n");
        framer.end();

        assertThat(sink.events()).containsExactly(line(line), line("next"));
    }

    @Test
    void aCarriageReturnBeforeTheLineFeedIsKeptAcrossChunks() {
        accept("a\r");
        accept("\nb\r\n");
        framer.end();

        assertThat(sink.events()).containsExactly(line("a\r"), line("b\r"));
    }

    @Test
    @Tag("R-52")
    void charactersOfSeveralBytesSurviveASplitAtEveryOffset() {
        String first = "{\"t\":\"é€\ud83d\ude00\u2028\0ß\"}";
        String second = "\ud83d\ude80";
        byte[] stream = (first + "\n" + second + "\n").getBytes(UTF_8);

        for (int split = 0; split <= stream.length; split++) {
            RecordingSink recorded = new RecordingSink();
            LineFramer splitFramer = new LineFramer(LIMIT, recorded);
            splitFramer.accept(stream, 0, split);
            splitFramer.accept(stream, split, stream.length - split);
            splitFramer.end();

            assertThat(recorded.events()).as("split at %d", split).containsExactly(line(first), line(second));
        }
    }

    @Test
    @Tag("R-48")
    void theLastBytesWithoutLineFeedAreReportedApart() {
        accept("whole\npar");
        accept("tial");
        framer.end();

        assertThat(sink.events()).containsExactly(line("whole"), Event.unterminated("partial".getBytes(UTF_8)));
    }

    @Test
    void theEndIsReportedOnce() {
        accept("tail");
        framer.end();
        framer.end();

        assertThat(sink.events()).containsExactly(Event.unterminated("tail".getBytes(UTF_8)));
    }

    @Test
    void onlyTheGivenRangeOfTheBufferIsRead() {
        byte[] buffer = "x\nline\ny\n".getBytes(UTF_8);
        framer.accept(buffer, 2, 5);
        framer.end();

        assertThat(sink.events()).containsExactly(line("line"));
    }

    @Test
    void aBufferThatIsUsedAgainDoesNotChangeWhatWasKeptOfIt() {
        byte[] buffer = "begin".getBytes(UTF_8);
        accept(buffer);
        Arrays.fill(buffer, (byte) '!');
        accept("ning\n");
        framer.end();

        assertThat(sink.events()).containsExactly(line("beginning"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, LIMIT - 1, LIMIT, LIMIT + 1, 100_000})
    void aLineOfExactlyTheLimitIsALine(int chunk) {
        feedInChunks(digits(LIMIT), chunk);
        accept("\n");
        framer.end();

        assertThat(sink.events()).containsExactly(Event.line(digits(LIMIT)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, LIMIT - 1, LIMIT, LIMIT + 1, 100_000})
    void aLineOneByteOverTheLimitIsReportedByItsSizeAndHead(int chunk) {
        feedInChunks(digits(LIMIT + 1), chunk);
        accept("\nnext\n");
        framer.end();

        assertThat(sink.events()).containsExactly(Event.oversize(LIMIT + 1, digits(HEAD)), line("next"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, LIMIT - 1, LIMIT, LIMIT + 1, 100_000})
    void aLineManyTimesTheLimitIsReportedOnce(int chunk) {
        feedInChunks(digits(50 * LIMIT + 3), chunk);
        accept("\nnext\n");
        framer.end();

        assertThat(sink.events()).containsExactly(Event.oversize(50 * LIMIT + 3, digits(HEAD)), line("next"));
    }

    @Test
    void anOversizeLineWithoutLineFeedIsReportedAtTheEnd() {
        accept(digits(LIMIT + 1));
        assertThat(sink.events()).isEmpty();
        framer.end();
        framer.end();

        assertThat(sink.events()).containsExactly(Event.oversize(LIMIT + 1, digits(HEAD)));
    }

    @Test
    void exactlyTheLimitWithoutLineFeedIsAnUnterminatedLine() {
        accept(digits(LIMIT));
        framer.end();

        assertThat(sink.events()).containsExactly(Event.unterminated(digits(LIMIT)));
    }

    @Test
    void twoOversizeLinesInOneChunkHaveHeadsOfTheirOwn() {
        byte[] chunk = new byte[2 * (LIMIT + 1 + 1)];
        Arrays.fill(chunk, 0, LIMIT + 1, (byte) 'a');
        chunk[LIMIT + 1] = '\n';
        Arrays.fill(chunk, LIMIT + 2, chunk.length - 1, (byte) 'b');
        chunk[chunk.length - 1] = '\n';
        accept(chunk);
        framer.end();

        assertThat(sink.events())
                .containsExactly(
                        Event.oversize(LIMIT + 1, "a".repeat(HEAD).getBytes(UTF_8)),
                        Event.oversize(LIMIT + 1, "b".repeat(HEAD).getBytes(UTF_8)));
    }

    @Test
    void theHeadOfAnOversizeLineMaySpanTheChunkBoundary() {
        byte[] line = digits(3 * LIMIT);
        // The line turns out to be oversize in the second chunk, with its head in both.
        framer.accept(line, 0, HEAD / 2);
        framer.accept(line, HEAD / 2, line.length - HEAD / 2);
        accept("\n");
        framer.end();

        assertThat(sink.events()).containsExactly(Event.oversize(3 * LIMIT, digits(HEAD)));
    }

    @Test
    @Tag("R-50")
    void aLineOfAHundredMegabytesLeavesNothingButItsSizeAndHead() {
        byte[] chunk = digits(64 << 10);
        LineFramer large = new LineFramer(16 << 20, sink);
        int chunks = 1600;
        for (int i = 0; i < chunks; i++) {
            large.accept(chunk, 0, chunk.length);
        }
        assertThat(sink.events()).isEmpty();
        large.end();

        assertThat(sink.events()).isEqualTo(List.of(Event.oversize((long) chunks * chunk.length, digits(HEAD))));
    }

    private void feedInChunks(byte[] bytes, int chunk) {
        for (int from = 0; from < bytes.length; from += chunk) {
            framer.accept(bytes, from, Math.min(chunk, bytes.length - from));
        }
    }

    @Test
    void keepsALargeBufferForLargeLinesInARowAndLetsItGoAfterASmallOne() {
        List<byte[]> buffers = new ArrayList<>();
        List<Integer> lengths = new ArrayList<>();
        LineFramer framer = new LineFramer(1 << 20, new LineFramer.Sink() {
            @Override
            public void onLine(byte[] buffer, int offset, int length) {
                buffers.add(buffer);
                lengths.add(length);
            }

            @Override
            public void onOversizeLine(long size, byte[] head) {
                throw new AssertionError();
            }

            @Override
            public void onUnterminatedLine(byte[] bytes) {
                throw new AssertionError();
            }
        });

        for (int size : new int[] {100_000, 90_000, 10, 10, 100_000, 90_000}) {
            // In two parts each, so that all of them are collected.
            framer.accept(new byte[size - 1], 0, size - 1);
            framer.accept(new byte[] {0, '\n'}, 0, 2);
        }

        assertThat(lengths).containsExactly(100_000, 90_000, 10, 10, 100_000, 90_000);
        assertThat(buffers.get(1)).isSameAs(buffers.get(0));
        assertThat(buffers.get(3)).hasSizeLessThan(8192);
        assertThat(buffers.get(5)).isSameAs(buffers.get(4)).isNotSameAs(buffers.get(0));
    }
}
