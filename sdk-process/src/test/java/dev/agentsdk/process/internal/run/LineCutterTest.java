package dev.agentsdk.process.internal.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.process.OutputLine;
import dev.agentsdk.process.OutputSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineCutterTest {

    private final List<OutputLine> lines = new ArrayList<>();

    private List<OutputLine> cut(int limit, byte[]... reads) {
        lines.clear();
        LineCutter cutter = new LineCutter(OutputSource.STDERR, limit, lines::add);
        for (byte[] read : reads) {
            cutter.accept(read, 0, read.length);
        }
        cutter.end();
        return lines;
    }

    private List<String> texts(int limit, String... reads) {
        byte[][] bytes = new byte[reads.length][];
        for (int i = 0; i < reads.length; i++) {
            bytes[i] = reads[i].getBytes(UTF_8);
        }
        return cut(limit, bytes).stream().map(OutputLine::text).toList();
    }

    @Test
    void linesEndAtLfWithOrWithoutCr() {
        assertThat(texts(100, "a\nb\r\n\n\r\nc\rd\n")).containsExactly("a", "b", "", "", "c\rd");
        assertThat(texts(100, "a\r", "\nb")).containsExactly("a", "b");
        assertThat(texts(100)).isEmpty();
        assertThat(texts(100, "\n")).containsExactly("");
    }

    @Test
    void aLastLineWithoutEndIsWholeToo() {
        assertThat(cut(100, "a\nb".getBytes(UTF_8)))
                .containsExactly(
                        new OutputLine(OutputSource.STDERR, "a", true), new OutputLine(OutputSource.STDERR, "b", true));
    }

    @Test
    void onlyWhatIsLongerThanTheLimitComesInPieces() {
        assertThat(cut(8, "12345678\n123456789\n".getBytes(UTF_8)))
                .containsExactly(
                        new OutputLine(OutputSource.STDERR, "12345678", true),
                        new OutputLine(OutputSource.STDERR, "12345678", false),
                        new OutputLine(OutputSource.STDERR, "9", true));
    }

    @Test
    void aCrAtThePlaceOfACutStillBelongsToTheLineEnd() {
        assertThat(texts(8, "1234567\r\n")).containsExactly("1234567");
        assertThat(texts(8, "12345678\r\n")).containsExactly("12345678", "");
        assertThat(texts(8, "1234567\r8\n")).containsExactly("1234567", "\r8");
        assertThat(texts(8, "\r\r\r\r\r\r\r\r\r\r\n")).isEqualTo(List.of("\r\r\r\r\r\r\r", "\r\r"));
    }

    @Test
    void whatIsNoUtf8IsReplacedAndHurtsNothingBehindIt() {
        assertThat(cut(8, new byte[] {'a', (byte) 0xFF, '\n', (byte) 0xE2, (byte) 0x82, '\n', 'b', '\n'}))
                .extracting(OutputLine::text)
                .containsExactly("a\uFFFD", "\uFFFD", "b");
        byte[] continuations = new byte[20];
        Arrays.fill(continuations, (byte) 0x80);
        assertThat(String.join(
                        "", cut(8, continuations).stream().map(OutputLine::text).toList()))
                .isEqualTo("\uFFFD".repeat(20));
    }

    /** Whatever the reads and the limit: the pieces make up the text, no character is cut, no piece is over the limit. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void anyReadsGiveTheSameText(long seed) {
        Random random = new Random(seed);
        String[] alphabet = {"a", "bc", "ä", "€", "😀", "\n", "\r\n", "x\n"};
        for (int round = 0; round < 300; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append(alphabet[random.nextInt(alphabet.length)]);
            }
            byte[] bytes = text.toString().getBytes(UTF_8);
            int limit = 8 + random.nextInt(12);
            LineCutter cutter = new LineCutter(OutputSource.STDOUT, limit, lines::add);
            lines.clear();
            byte[] buffer = new byte[bytes.length + 7];
            for (int at = 0; at < bytes.length; ) {
                int length = 1 + random.nextInt(Math.min(9, bytes.length - at));
                int offset = random.nextInt(7);
                System.arraycopy(bytes, at, buffer, offset, length);
                cutter.accept(buffer, offset, length);
                Arrays.fill(buffer, (byte) '#');
                at += length;
            }
            cutter.end();

            StringBuilder joined = new StringBuilder();
            for (OutputLine line : lines) {
                assertThat(line.text().getBytes(UTF_8).length).isLessThanOrEqualTo(limit);
                joined.append(line.text()).append(line.complete() ? "\n" : "");
            }
            String expected = text.toString().replace("\r\n", "\n");
            if (!expected.isEmpty() && !expected.endsWith("\n")) {
                expected += "\n";
            }
            assertThat(joined.toString()).isEqualTo(expected);
        }
    }
}
