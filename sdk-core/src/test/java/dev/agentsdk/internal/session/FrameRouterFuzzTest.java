package dev.agentsdk.internal.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.agentsdk.control.SessionStatistics;
import dev.agentsdk.history.internal.MirrorFrame;
import dev.agentsdk.internal.protocol.streamjson.ControlFrame;
import dev.agentsdk.internal.protocol.streamjson.UnreadableRequest;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.message.SkippedLine;
import dev.agentsdk.spi.Deadline;
import dev.agentsdk.spi.Transport;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.slf4j.LoggerFactory;

/**
 * Any bytes at all as what an agent says while a request waits for its answer. In a normal build the streams in
 * {@code FrameRouterFuzzTestInputs} are tried; with the profile {@code fuzz} new ones are made.
 */
@Tag("R-54")
@Tag("R-56")
@Tag("R-61")
class FrameRouterFuzzTest {

    /** What every stream may name: the id of the request that waits. */
    private static final String WAITING = "req_1";

    /** Of a session that nobody ends. */
    private static final EndState END = new EndState(mock(Transport.class), mock(FrameRouter.class));

    /** A line for each of millions of messages is for nobody. */
    @BeforeAll
    static void logNothing() {
        ((Logger) LoggerFactory.getLogger(MessageSource.class)).setLevel(Level.OFF);
    }

    @AfterAll
    static void logAgain() {
        ((Logger) LoggerFactory.getLogger(MessageSource.class)).setLevel(null);
    }

    private final FrameRouter.Sink sink = new FrameRouter.Sink() {
        @Override
        public void onRequest(ControlFrame request, boolean cancel) {
            assertThat(request.body().tree()).isNotNull();
        }

        @Override
        public void onUnreadableRequest(UnreadableRequest request) {}

        @Override
        public void onMirror(byte[] line) {}

        @Override
        public void onSessionNews(byte[] line) {
            MirrorFrame.announcedBy(line);
        }

        @Override
        public void onOversize(SkippedLine notice) {}

        @Override
        public void onStderr(String line) {}

        @Override
        public void onFailure(Throwable cause) {}

        @Override
        public void onJvmExit(Deadline deadline) {}

        @Override
        public void onEnd() {}
    };

    @FuzzTest(maxDuration = "2m")
    void everyLineIsDealtWithOnce(byte[] stream) {
        Counters counters = new Counters();
        MessageQueue queue = new MessageQueue(Long.MAX_VALUE, Long.MAX_VALUE, new MessageQueue.Flow() {
            @Override
            public void pauseReading() {}

            @Override
            public void resumeReading() {}
        });
        AtomicInteger settled = new AtomicInteger();
        RunTracker runs = new RunTracker(Runnable::run);
        PendingRequests pending = new PendingRequests(() -> {}, settled::incrementAndGet, runs::interruptMark);
        FrameRouter router = new FrameRouter(queue, pending, counters, runs, sink);
        PendingRequests.Pending waiting = pending.register("any");

        int lines = 0;
        int start = 0;
        byte[] named = named(stream, waiting.id());
        for (int i = 0; i <= named.length; i++) {
            if (i == named.length || named[i] == '\n') {
                router.onLine(named, start, i - start);
                lines += isBlank(named, start, i) ? 0 : 1;
                start = i + 1;
            }
        }

        queue.end();
        int messages = 0;
        MessageSource source = new MessageSource(queue, counters, END, () -> {});
        for (MessageSource.Taken taken = source.next(TimeLimit.NONE);
                taken != null;
                taken = source.next(TimeLimit.NONE)) {
            if (taken.message() != null) {
                messages++;
                assertThat(taken.message().type()).isNotNull();
            }
        }
        SessionStatistics seen = counters.snapshot(queue.dropped(), 0);
        assertThat(seen.messages()).isEqualTo(messages);
        assertThat(seen.messages() + seen.noiseLines() + seen.controlFrames())
                .as("each line is one thing; a control frame that is none is a message too")
                .isBetween((long) lines, (long) lines + messages);
        assertThat(settled.get())
                .as("settled once at most")
                .isEqualTo(waiting.answer().isDone() ? 1 : 0);
        if (waiting.answer().isDone() && !waiting.answer().isCompletedExceptionally()) {
            RawJson answer = waiting.answer().join();
            assertThat(answer.tree()).isNotNull();
        }
    }

    /** Puts the real id where the stream says {@link #WAITING}: the real one is random. */
    private static byte[] named(byte[] stream, String id) {
        byte[] name = WAITING.getBytes(ISO_8859_1);
        for (int at = 0; at + name.length + 1 < stream.length; at++) {
            boolean found = stream[at + name.length] == '"';
            for (int i = 0; i < name.length && found; i++) {
                found = stream[at + i] == name[i];
            }
            if (found) {
                byte[] bytes = id.getBytes(ISO_8859_1);
                byte[] replaced = new byte[stream.length - name.length + bytes.length];
                System.arraycopy(stream, 0, replaced, 0, at);
                System.arraycopy(bytes, 0, replaced, at, bytes.length);
                System.arraycopy(
                        stream, at + name.length, replaced, at + bytes.length, stream.length - at - name.length);
                return replaced;
            }
        }
        return stream;
    }

    private static boolean isBlank(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
                return false;
            }
        }
        return true;
    }
}
