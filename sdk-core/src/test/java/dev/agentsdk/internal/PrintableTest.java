package dev.agentsdk.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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

    @ParameterizedTest
    @ValueSource(
            ints = {
                0, 7, 0x1b, 0x1f, 0x7f, 0x80, 0x85, 0x9b, 0x9f, 0x200b, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202e,
                0x2066, 0x2069, 0xfeff, 0x61c, 0xad, 0xd800, 0xdfff
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
            strings = {"", " ", "\t\r\n", "\u00a0", "\u2007\u202f", "\u3000", "\u200b\ufeff", "\u2060", "\u3164\u2800"})
    void blankIsWhatShowsNothing(String text) {
        assertThat(Printable.isBlank(text)).isTrue();
        assertThat(Printable.isBlank(text + "x")).isFalse();
        assertThat(Printable.hasBlankEnd("x" + text)).isEqualTo(!text.isEmpty());
        assertThat(Printable.hasBlankEnd(text + "x")).isEqualTo(!text.isEmpty());
    }
}
