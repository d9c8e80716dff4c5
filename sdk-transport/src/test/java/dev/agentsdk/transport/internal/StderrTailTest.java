package dev.agentsdk.transport.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StderrTailTest {

    private static final int LIMIT = 64 << 10;

    private final StderrTail tail = new StderrTail();

    private void add(byte[] bytes) {
        tail.add(bytes, 0, bytes.length);
    }

    /** Letters that tell where they stand. */
    private static byte[] letters(int length, int phase) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) ('a' + (i + phase) % 23);
        }
        return bytes;
    }

    private static String last(byte[] all, int count) {
        return new String(all, Math.max(0, all.length - count), Math.min(all.length, count), UTF_8);
    }

    @Test
    void isEmptyAtFirst() {
        assertThat(tail.text()).isEmpty();
    }

    @Test
    void anEmptyWriteAddsNothing() {
        add(new byte[0]);
        assertThat(tail.text()).isEmpty();
        add("x".getBytes(UTF_8));
        add(new byte[0]);
        assertThat(tail.text()).isEqualTo("x");
    }

    @Test
    void keepsExactlySixtyFourKibibytes() {
        assertThat(StderrTail.LIMIT).isEqualTo(LIMIT);
        byte[] full = letters(LIMIT, 0);
        add(full);
        assertThat(tail.text()).isEqualTo(new String(full, UTF_8));

        add("!".getBytes(UTF_8));
        assertThat(tail.text()).isEqualTo(new String(full, 1, LIMIT - 1, UTF_8) + "!");
    }

    @Test
    void keepsTheEndOfOneWriteThatIsLargerThanTheLimit() {
        add("before".getBytes(UTF_8));
        byte[] large = letters(3 * LIMIT + 17, 5);
        add(large);

        assertThat(tail.text()).isEqualTo(last(large, LIMIT));
    }

    @Test
    void growsByteByByteWithoutLosingAny() {
        byte[] all = letters(LIMIT + 3_000, 0);
        for (int i = 0; i < all.length; i++) {
            tail.add(all, i, 1);
            // At each size where it grows, and around the limit.
            if (Integer.bitCount(i) == 1 || Integer.bitCount(i + 1) == 1 || i % 9_973 == 0) {
                assertThat(tail.text()).isEqualTo(last(Arrays.copyOf(all, i + 1), LIMIT));
            }
        }
        assertThat(tail.text()).isEqualTo(last(all, LIMIT));
    }

    @Test
    void agreesWithAReferenceThatKeepsEverything() {
        Random random = new Random(64);
        for (int round = 0; round < 300; round++) {
            StderrTail ring = new StderrTail();
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            int writes = random.nextInt(40);
            for (int i = 0; i < writes; i++) {
                int length = random.nextInt(
                        switch (random.nextInt(4)) {
                            case 0 -> 3;
                            case 1 -> 2_000;
                            case 2 -> 20_000;
                            default -> i % 7 == 0 ? 2 * LIMIT : 5_000;
                        });
                byte[] buffer = letters(length + 10, random.nextInt(23));
                int offset = random.nextInt(10);
                ring.add(buffer, offset, length);
                all.write(buffer, offset, length);
                Arrays.fill(buffer, (byte) '!');
            }
            assertThat(ring.text()).as("round %d", round).isEqualTo(last(all.toByteArray(), LIMIT));
        }
    }

    @Test
    void aCharacterThatTheBeginningCutsThroughIsReplacedAndTheRestIsWhole() {
        add("€".getBytes(UTF_8));
        add(letters(LIMIT - 1, 0));

        assertThat(tail.text()).isEqualTo("\ufffd" + new String(letters(LIMIT - 1, 0), UTF_8));
    }
}
