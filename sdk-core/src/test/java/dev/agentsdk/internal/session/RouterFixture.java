package dev.agentsdk.internal.session;

import static org.mockito.Mockito.mock;

import dev.agentsdk.control.SessionStatistics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A router with all that it works on. */
final class RouterFixture {

    final FrameRouter.Sink sink = mock(FrameRouter.Sink.class);
    final MessageQueue queue;
    final PendingRequests pending;
    final RunTracker runs = new RunTracker(Runnable::run);
    final FrameRouter router;
    private final Counters counters = new Counters();

    RouterFixture() {
        this(1 << 20, 1 << 20);
    }

    RouterFixture(long bound, long hardBound) {
        queue = new MessageQueue(bound, hardBound, mock(MessageQueue.Flow.class));
        pending = new PendingRequests(queue::answerAwaited, queue::answerSettled, runs::interruptMark);
        router = new FrameRouter(queue, pending, counters, runs, sink);
    }

    void line(String singleQuoted) {
        line(JsonText.jsonBytes(singleQuoted));
    }

    /** Hands the line over as a transport does: in a buffer that is used again. */
    void line(byte[] line) {
        byte[] buffer = ("{'" + "#".repeat(line.length) + "'}").getBytes(StandardCharsets.UTF_8);
        System.arraycopy(line, 0, buffer, 2, line.length);
        router.onLine(buffer, 2, line.length);
        Arrays.fill(buffer, (byte) '#');
    }

    SessionStatistics statistics() {
        return counters.snapshot(queue.dropped(), 0);
    }

    /** Ends the queue and takes all that is in it. */
    List<MessageQueue.Entry> entries() throws InterruptedException {
        queue.end();
        List<MessageQueue.Entry> entries = new ArrayList<>();
        for (MessageQueue.Entry entry = queue.take(); entry != null; entry = queue.take()) {
            entries.add(entry);
        }
        return entries;
    }
}
