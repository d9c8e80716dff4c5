package dev.agentsdk.transport.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.agentsdk.transport.internal.RecordingSink.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;

/**
 * Any bytes in any chunks under any limit. In a normal build the inputs in {@code LineFramerFuzzTestInputs} are tried;
 * with the profile {@code fuzz} new ones are made, guided by which branches they reach.
 */
@Tag("R-50")
@Tag("R-51")
@Tag("R-52")
@Tag("R-53")
class LineFramerFuzzTest {

    /** What comes before the stream: two bytes for the limit, one for the chunks. */
    private static final int SETTINGS = 3;

    private static final int KEPT_HEAD = 200;

    @FuzzTest(maxDuration = "2m")
    void chunksDoNotMatter(byte[] input) {
        if (input.length < SETTINGS) {
            return;
        }
        int limit = (input[0] & 0xff) << 4 | (input[1] & 0x0f);
        Random chunks = new Random(input[2]);
        byte[] stream = Arrays.copyOfRange(input, SETTINGS, input.length);
        RecordingSink sink = new RecordingSink();
        LineFramer framer = new LineFramer(limit, sink);

        for (int from = 0; from < stream.length; ) {
            int length = Math.min(stream.length - from, chunks.nextInt(1 + (chunks.nextBoolean() ? 3 : 300)));
            byte[] buffer = Arrays.copyOfRange(stream, from, from + length);
            framer.accept(buffer, 0, length);
            // The buffer is used again for the next read.
            Arrays.fill(buffer, (byte) '\n');
            from += length;
        }
        framer.end();

        // Below this limit, which no session can have, the head is as long as the chunk happens to let it be.
        int head = Math.min(KEPT_HEAD, limit + 1);
        assertThat(sink.events().stream().map(event -> withHead(event, head)).toList())
                .isEqualTo(linesOf(stream, limit, head));
    }

    private static Event withHead(Event event, int head) {
        return event.kind().equals("oversize")
                ? new Event(
                        event.kind(),
                        event.size(),
                        event.bytes().substring(0, Math.min(head, event.bytes().length())))
                : event;
    }

    private static List<Event> linesOf(byte[] stream, int limit, int head) {
        List<Event> events = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= stream.length; i++) {
            boolean atEnd = i == stream.length;
            if (!atEnd && stream[i] != '\n') {
                continue;
            }
            byte[] line = Arrays.copyOfRange(stream, start, i);
            if (line.length > limit) {
                events.add(Event.oversize(line.length, Arrays.copyOf(line, Math.min(line.length, head))));
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
