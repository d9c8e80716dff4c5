package dev.agentsdk.json.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R-118")
class PrintableTest {

    @Test
    void whatCanBeSeenStaysAsItIs() {
        String text = "Größe 5 € — 日本語 \uD83D\uDE80 C:\\temp a\u200db";

        assertThat(Printable.of(text)).isSameAs(text);
        assertThat(Printable.of(Path.of("/a/b"))).isEqualTo("/a/b");
    }

    /** A heart on fire, a word of Persian, a text with a symbol. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u2764\ufe0f\u200d\ud83d\udd25",
                "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
                "\u00a9\ufe0f x",
                "1\ufe0f\u20e3 #\ufe0f\u20e3",
                "\u2194\ufe0f \u203c\ufe0f"
            })
    void joinersAndFormsStayWhereWordsAndEmojiNeedThem(String text) {
        assertThat(Printable.of(text)).isSameAs(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Bash\u200d", "\u200cBash", "Bash\ufe0f", "Ba\u200d\u200dsh", "Bash\u200d\u3164", "\u2800\ufe0f"
            })
    void elsewhereTheyAreEscaped(String text) {
        assertThat(Printable.of(text)).contains("\\u").doesNotContain("\u200c", "\u200d\u200d", "\ufe0f");
    }

    /** Each character that Java's patterns know to be ignored or blank, and those that look so in most fonts. */
    @Test
    void noInvisibleCharacterPasses() {
        Pattern ignorable = Pattern.compile("\\p{Cf}|\\p{Cc}|\\p{Zl}|\\p{Zp}");
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            String text = Character.toString(c);
            boolean space = Character.getType(c) == Character.SPACE_SEPARATOR;
            if (space || ignorable.matcher(text).matches()) {
                assertThat(Printable.isBlank(text)).as("U+%04X", c).isTrue();
                assertThat(Printable.of(text).equals(text)).as("U+%04X", c).isEqualTo(space);
            }
        }
    }

    record Sample(String text, Optional<String> more, List<Sample> inner, int number) {
        @Override
        public String toString() {
            return Printable.record(this);
        }
    }

    @Test
    void aRecordIsOneBoundedLine() {
        Sample inner = new Sample("b\u001b[2J", Optional.empty(), List.of(), 2);
        assertThat(new Sample("a\nb", Optional.of("c"), List.of(inner), 1))
                .hasToString("Sample[text=a\\nb, more=Optional[c], inner=[Sample[text=b\\u001b[2J, more=Optional.empty,"
                        + " inner=[], number=2]], number=1]");
        assertThat(new Sample("x".repeat(1_000_000), Optional.empty(), List.of(inner), 1).toString())
                .hasSizeLessThan(1_000);
        assertThat(new Sample("", Optional.empty(), Collections.nCopies(101, inner), 1).toString())
                .contains("inner=[101 elements]");
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0, 7, 0x1b, 0x1f, 0x7f, 0x80, 0x85, 0x9b, 0x9f, 0x200b, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202e,
                0x2066, 0x2069, 0xfeff, 0x61c, 0xad, 0xd800, 0xdfff, 0x34f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b,
                0x180c, 0x180d, 0x180e, 0x180f, 0x2065, 0x2800, 0x3164, 0xfe00, 0xfe0e, 0xfe0f, 0xffa0, 0xfff0
            })
    void whatATerminalObeysOrNobodySeesIsEscaped(int c) {
        assertThat(Printable.of("a" + (char) c + "b")).isEqualTo("a\\u%04xb".formatted(c));
        assertThat(Printable.lines("a" + (char) c + "b")).isEqualTo("a\\u%04xb".formatted(c));
    }

    @Test
    void linesAndTabsAreEscapedInOneLineAndKeptApartInSeveral() {
        assertThat(Printable.of("a\r\nb\tc\r")).isEqualTo("a\\r\\nb\\tc\\r");
        assertThat(Printable.lines("a\r\nb\tc\rd\n")).isEqualTo("a\nb\\tc\\rd\n");
        assertThat(Printable.of("tag\uDB40\uDC41")).isEqualTo("tag\\udb40\\udc41");
        assertThat(Printable.of("note\uD834\uDD59")).isEqualTo("note\\ud834\\udd59");
        assertThat(Printable.of("form\uDB40\uDDEF")).isEqualTo("form\\udb40\\uddef");
    }

    @Test
    void ofALongTextTheMiddleIsLeftOut() {
        String text = "b".repeat(1_000) + "e".repeat(1_000_000);

        assertThat(Printable.of(text))
                .startsWith("b".repeat(250) + " … (of 1001000 characters) … e")
                .endsWith("e".repeat(250))
                .hasSizeLessThan(Printable.MAX_CHARS + 50);
        assertThat(Printable.of("\n".repeat(1_000_000), 100))
                .hasSizeLessThan(160)
                .doesNotContain("\n");
        assertThat(Printable.of("\uD83D\uDE80".repeat(1_000), 101)).doesNotContain("\\ud");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\t\r\n",
                "\u00a0",
                "\u2007\u202f",
                "\u3000",
                "\u200b\ufeff",
                "\u2060",
                "\u3164\u2800",
                "\ufe0f",
                "\u034f",
                "\u17b4\u17b5",
                "\u180b\u180c\u180d\u180e\u180f",
                "\ud834\udd59",
                "\u115f\u1160\uffa0"
            })
    void blankIsWhatShowsNothing(String text) {
        assertThat(Printable.isBlank(text)).isTrue();
        assertThat(Printable.isBlank(text + "x")).isFalse();
        assertThat(Printable.hasBlankEnd("x" + text)).isEqualTo(!text.isEmpty());
        assertThat(Printable.hasBlankEnd(text + "x")).isEqualTo(!text.isEmpty());
    }
}
