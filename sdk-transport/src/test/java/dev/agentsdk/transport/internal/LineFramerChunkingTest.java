package dev.agentsdk.transport.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.transport.internal.RecordingSink.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random streams in random chunks, against a framer that sees the whole stream at once. */
@Tag("R-51")
class LineFramerChunkingTest {

    private static final int CASES = 12_000;
    private static final long SEED = 20_261_121L;

    /** The neighbours of LF, what other readers take for line ends, and parts of characters. */
    private static final byte[] ALPHABET = {
        '\n', '\r', 0, 0x0b, 0x09, (byte) 0x8a, (byte) 0xff, (byte) 0xe2, (byte) 0x80, (byte) 0xa8, '{', '"', 'x'
    };

    @Test
    void anyChunkingOfAStreamGivesTheSameLinesReportsAndTail() {
        Random random = new Random(SEED);
        int linesSeen = 0;
        int oversizeSeen = 0;
        int tailsSeen = 0;
        for (int i = 0; i < CASES; i++) {
            int limit = 200 + random.nextInt(300);
            byte[] stream = stream(random, limit);
            List<Event> expected = naive(stream, limit);

            assertThat(framedInChunks(random, stream, limit)).as("case %d", i).isEqualTo(expected);
            linesSeen += count(expected, "line");
            oversizeSeen += count(expected, "oversize");
            tailsSeen += count(expected, "unterminated");
        }
        // A generator that does not make the interesting cases would prove nothing.
        assertThat(linesSeen).isGreaterThan(CASES);
        assertThat(oversizeSeen).isGreaterThan(CASES / 10);
        assertThat(tailsSeen).isGreaterThan(CASES / 10);
    }

    private static int count(List<Event> events, String kind) {
        return (int) events.stream().filter(event -> event.kind().equals(kind)).count();
    }

    /** Lines of all lengths around the limit, some of random bytes, with or without LF at the end. */
    private static byte[] stream(Random random, int limit) {
        List<byte[]> pieces = new ArrayList<>();
        int lines = random.nextInt(6);
        for (int i = 0; i < lines; i++) {
            pieces.add(piece(random, limit));
            pieces.add(new byte[] {'\n'});
        }
        if (random.nextBoolean()) {
            pieces.add(piece(random, limit));
        }
        byte[] stream = new byte[pieces.stream().mapToInt(piece -> piece.length).sum()];
        int at = 0;
        for (byte[] piece : pieces) {
            System.arraycopy(piece, 0, stream, at, piece.length);
            at += piece.length;
        }
        return stream;
    }

    private static byte[] piece(Random random, int limit) {
        int length = switch (random.nextInt(5)) {
            case 0 -> 0;
            case 1 -> random.nextInt(20);
            case 2 -> limit - 1 + random.nextInt(3);
            case 3 -> random.nextInt(2 * limit);
            default -> random.nextInt(limit);
        };
        byte[] bytes = new byte[length];
        boolean withLineFeeds = random.nextInt(4) == 0;
        for (int i = 0; i < length; i++) {
            // LF is the first of the alphabet: without it the piece is one line.
            bytes[i] = withLineFeeds
                    ? ALPHABET[random.nextInt(ALPHABET.length)]
                    : ALPHABET[1 + random.nextInt(ALPHABET.length - 1)];
        }
        return bytes;
    }

    private static List<Event> framedInChunks(Random random, byte[] stream, int limit) {
        RecordingSink sink = new RecordingSink();
        LineFramer framer = new LineFramer(limit, sink);
        int most = 1 + random.nextInt(random.nextBoolean() ? 4 : 2 * limit);
        for (int from = 0; from < stream.length; ) {
            int length = Math.min(stream.length - from, random.nextInt(most + 1));
            // Somewhere in a larger buffer, between line feeds that do not belong to the stream.
            int offset = random.nextInt(12);
            byte[] buffer = new byte[offset + length + random.nextInt(12)];
            Arrays.fill(buffer, (byte) '\n');
            System.arraycopy(stream, from, buffer, offset, length);
            framer.accept(buffer, offset, length);
            Arrays.fill(buffer, (byte) '!');
            from += length;
        }
        framer.end();
        return sink.events();
    }

    private static List<Event> naive(byte[] stream, int limit) {
        List<Event> events = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= stream.length; i++) {
            boolean atEnd = i == stream.length;
            if (!atEnd && stream[i] != '\n') {
                continue;
            }
            byte[] line = Arrays.copyOfRange(stream, start, i);
            if (line.length > limit) {
                events.add(Event.oversize(line.length, Arrays.copyOf(line, 200)));
            } else if (!atEnd) {
                events.add(Event.line(line));
            } else if (line.length > 0) {
                events.add(Event.unterminated(line));
            }
            start = i + 1;
        }
        return events;
    }
}
