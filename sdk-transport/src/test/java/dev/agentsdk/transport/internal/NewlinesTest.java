package dev.agentsdk.transport.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewlinesTest {

    private static final int LENGTH = 35;

    private static int naive(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    @ParameterizedTest
    @ValueSource(ints = {0x0b, 0x09, 0x8a, 0x00, 0xff, 0x1a, 0x0a ^ 0x80, 0x0a ^ 0x01})
    void findsOneLineFeedAtEveryPlaceInEveryRangeAmongBytesThatLookAlike(int filler) {
        byte[] bytes = new byte[LENGTH];
        for (int place = 0; place < LENGTH; place++) {
            Arrays.fill(bytes, (byte) filler);
            bytes[place] = '\n';
            for (int from = 0; from <= LENGTH; from++) {
                for (int to = from; to <= LENGTH; to++) {
                    int expected = place >= from && place < to ? place : -1;
                    if (Newlines.indexOf(bytes, from, to) != expected) {
                        // Not an assertion for each of the 20,000 ranges: they are slow to make.
                        assertThat(Newlines.indexOf(bytes, from, to))
                                .as("LF at %d in [%d, %d)", place, from, to)
                                .isEqualTo(expected);
                    }
                }
            }
        }
        assertThat(Newlines.indexOf(bytes, 0, LENGTH)).isEqualTo(LENGTH - 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x0b, 0x09, 0x8a, 0x00, 0xff, 0x1a})
    void findsNoLineFeedWhereThereIsNone(int filler) {
        byte[] bytes = new byte[LENGTH];
        Arrays.fill(bytes, (byte) filler);
        for (int from = 0; from <= LENGTH; from++) {
            assertThat(Newlines.indexOf(bytes, from, LENGTH)).isEqualTo(-1);
        }
    }

    @Test
    void findsTheFirstOfSeveral() {
        byte[] bytes = new byte[LENGTH];
        Arrays.fill(bytes, (byte) '\n');

        for (int from = 0; from < LENGTH; from++) {
            assertThat(Newlines.indexOf(bytes, from, LENGTH)).isEqualTo(from);
        }
        assertThat(Newlines.indexOf(bytes, 3, 3)).isEqualTo(-1);
    }

    /** A byte that is one more than LF, right behind an LF, is where the word-wise test borrows. */
    @Test
    void agreesWithANaiveSearchInRandomNeighbourhoods() {
        byte[] alphabet = {0x0a, 0x0b, 0x09, (byte) 0x8a, 0x00, (byte) 0xff, 0x0b, 0x0b};
        Random random = new Random(7);
        int found = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            boolean withLineFeeds = random.nextInt(4) > 0;
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = alphabet[withLineFeeds ? random.nextInt(8) : 1 + random.nextInt(7)];
            }
            int from = random.nextInt(bytes.length + 1);
            int to = from + random.nextInt(bytes.length - from + 1);
            int expected = naive(bytes, from, to);

            assertThat(Newlines.indexOf(bytes, from, to)).as("case %d", i).isEqualTo(expected);
            found += expected >= 0 ? 1 : 0;
        }
        assertThat(found).isBetween(5_000, 45_000);
    }
}
