package dev.agentsdk.internal.session;

import dev.agentsdk.errors.ControlException;
import dev.agentsdk.history.internal.MirrorFrame;
import dev.agentsdk.internal.protocol.streamjson.BrokenFrame;
import dev.agentsdk.internal.protocol.streamjson.ControlFrame;
import dev.agentsdk.internal.protocol.streamjson.UnreadableRequest;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.json.internal.Utf8Lines;
import dev.agentsdk.message.SkippedLine;
import dev.agentsdk.message.SkippedLine.Reason;
import dev.agentsdk.message.internal.FrameType;
import dev.agentsdk.message.internal.MessageParser;
import dev.agentsdk.spi.Deadline;
import dev.agentsdk.spi.Transport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sorts the agent's lines, on the transport's reading thread: answers to the requests that wait for them, the agent's own
 * requests to whoever serves them, everything else to the application's queue. Messages are not parsed here: that is the
 * application's thread's work.
 */
final class FrameRouter implements Transport.Listener {

    private static final Logger log = LoggerFactory.getLogger(FrameRouter.class);

    /** In a line of which no type can be found otherwise. */
    private static final Pattern RESULT_TYPE = Pattern.compile("\"type\"\\s*:\\s*\"result\"");

    /** What the router passes on. Called on the reading thread: must not wait. */
    interface Sink {
        /** The agent asks something, or takes a question back ({@code cancel}). */
        void onRequest(ControlFrame request, boolean cancel);

        /** The agent asks something that cannot be read. */
        void onUnreadableRequest(UnreadableRequest request);

        /** A line over the limit came. */
        void onOversize(SkippedLine notice);

        /** The agent wrote to a transcript; owned by the sink. */
        void onMirror(byte[] line);

        /** A message came that may name the session that the agent works in; shared with the application's queue. */
        void onSessionNews(byte[] line);

        /** A line of stderr. */
        void onStderr(String line);

        /** The agent's output could not be read to its end. */
        void onFailure(Throwable cause);

        /** This JVM is exiting: the session is to be ended by the deadline. */
        void onJvmExit(Deadline deadline);

        /** Nothing more comes. */
        void onEnd();
    }

    private final MessageQueue queue;
    private final PendingRequests pending;
    private final Counters counters;
    private final RunTracker runs;
    private final Sink sink;

    private final NoiseTail noise = new NoiseTail();
    private volatile byte @Nullable [] lastResult;

    /** Whether a line came that begins as a JSON object. */
    private volatile boolean spokeJson;

    FrameRouter(MessageQueue queue, PendingRequests pending, Counters counters, RunTracker runs, Sink sink) {
        this.queue = queue;
        this.pending = pending;
        this.counters = counters;
        this.runs = runs;
        this.sink = sink;
    }

    /** The newest result as it came, if there was one. */
    byte @Nullable [] lastResult() {
        return lastResult;
    }

    /** The last lines that are not JSON. */
    NoiseTail noise() {
        return noise;
    }

    /** Whether a line came that begins as a JSON object. */
    boolean spokeJson() {
        return spokeJson;
    }

    @Override
    public void onLine(byte[] buffer, int offset, int length) {
        int start = offset;
        int end = offset + length;
        while (start < end && isBlank(buffer[start])) {
            start++;
        }
        while (end > start && isBlank(buffer[end - 1])) {
            end--;
        }
        if (start == end) {
            return;
        }
        if (buffer[start] != '{') {
            // A byte order mark before the first object is no noise.
            if (end - start > 3 && (buffer[start] & 0xff) == 0xef && buffer[start + 3] == '{') {
                start += 3;
            } else {
                noise(buffer, start, end - start);
                return;
            }
        }
        if (!spokeJson) {
            // Not a volatile write for each line.
            spokeJson = true;
        }
        object(Arrays.copyOfRange(buffer, start, end));
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }

    private void object(byte[] line) {
        String type;
        try {
            type = FrameType.of(line, 0, line.length);
        } catch (IOException e) {
            type = BrokenFrame.text(line, "type");
            if (mayBeResult(type, line)) {
                // Malformed, but nothing else says that the turn has ended.
                enqueue(MessageQueue.Entry.result(line, runs.result(Utf8Lines.repaired(line))));
                return;
            }
            if (!"control_request".equals(type) && !"control_response".equals(type)) {
                // Malformed before its type. The consumer repairs or reports it, in its place among the messages.
                enqueue(MessageQueue.Entry.line(line, ""));
                return;
            }
        }
        switch (type == null ? "" : type) {
            case "control_response" -> response(line);
            case "control_request" -> request(line, false);
            case "control_cancel_request" -> request(line, true);
            case "keep_alive" -> counters.controlFrames.increment();
            case MirrorFrame.TYPE -> {
                counters.controlFrames.increment();
                sink.onMirror(line);
            }
            case "result" -> {
                lastResult = line;
                enqueue(MessageQueue.Entry.result(line, runs.result(line)));
            }
            case "system" -> {
                runs.system(line);
                sink.onSessionNews(line);
                enqueue(MessageQueue.Entry.line(line, "system"));
            }
            case "conversation_reset" -> {
                sink.onSessionNews(line);
                enqueue(MessageQueue.Entry.line(line, "conversation_reset"));
            }
            case "command_lifecycle" -> {
                runs.lifecycle(line);
                enqueue(MessageQueue.Entry.line(line, "command_lifecycle"));
            }
            case "assistant", "user", "stream_event" -> {
                runs.turnGoesOn(line);
                enqueue(MessageQueue.Entry.line(line, String.valueOf(type)));
            }
            default -> enqueue(MessageQueue.Entry.line(line, type == null ? "" : type));
        }
    }

    private void enqueue(MessageQueue.Entry entry) {
        if (!entry.isRunFinished()) {
            counters.messages.increment();
            counters.bytes.add(entry.line().length);
        }
        if (!queue.add(entry)) {
            giveUpAnswers();
        }
    }

    /** More than the hard bound of the queue allows has come, and no answer. */
    void giveUpAnswers() {
        pending.failAll(request -> new ControlException(
                request.subtype(),
                request.id(),
                "The answer to " + request.subtype() + " was given up: more messages and requests came before it than"
                        + " the hard buffer bound allows. Take messages while you wait, or raise"
                        + " SessionLimits.hardBufferBytes.",
                "sdk_buffer_full"));
    }

    private void response(byte[] line) {
        counters.controlFrames.increment();
        ControlFrame frame = parsed(line, ControlFrame::response);
        if (frame == null) {
            unreadableAnswer(line);
            return;
        }
        String id = frame.requestId() == null ? null : frame.requestId().text();
        PendingRequests.Pending request = id == null ? null : pending.find(id);
        frame.waiting().forEach(this::redelivered);
        if (id == null || request == null) {
            counters.strayAnswers.increment();
            return;
        }
        if ("error".equals(frame.subtype())) {
            String text = frame.error() == null || Printable.isBlank(frame.error())
                    ? "The agent gave no reason."
                    : frame.error();
            pending.fail(request, new ControlException(request.subtype(), id, text, frame.errorCode()));
        } else {
            // Before the answer is told: what is sent then is to see it.
            if (request.subtype().equals("interrupt") && runs.interrupted(request.interruptMark())) {
                enqueue(MessageQueue.Entry.runFinished());
            }
            pending.answer(id, frame.body());
        }
    }

    /** Whoever waits for it would wait until the time-out, and then be told that the agent is busy. */
    private void unreadableAnswer(byte[] line) {
        String id = BrokenFrame.text(line, "response", "request_id");
        PendingRequests.Pending request = id == null ? null : pending.find(id);
        if (request != null) {
            pending.fail(
                    request,
                    new ControlException(
                            request.subtype(),
                            request.id(),
                            "The agent's answer to " + request.subtype()
                                    + " cannot be read: it is malformed, nested too"
                                    + " deeply, or over SessionLimits.maxLineBytes.",
                            "sdk_unreadable_answer"));
        }
    }

    /** Requests that the agent still waits for, as a list of their frames. Elements of another form are no requests. */
    private void redelivered(RawJson array) {
        for (RawJson element : ShallowObject.elementsOf(array)) {
            ShallowObject fields = ShallowObject.of(element);
            if (fields.isStringOrNumber("request_id") && fields.isObject("request")) {
                serve(element.utf8(), false);
            }
        }
    }

    private void request(byte[] line, boolean cancel) {
        counters.controlFrames.increment();
        serve(line, cancel);
    }

    private void serve(byte[] line, boolean cancel) {
        ControlFrame frame = parsed(line, ControlFrame::request);
        if (frame != null) {
            sink.onRequest(frame, cancel);
            return;
        }
        if (!cancel) {
            unreadableRequest(line);
        }
    }

    private void unreadableRequest(byte[] line) {
        UnreadableRequest request = UnreadableRequest.of(line);
        if (request != null) {
            sink.onUnreadableRequest(request);
        }
    }

    private interface FrameParser {
        ControlFrame parse(byte[] line) throws IOException;
    }

    /** Parses a control frame, if need be with its UTF-8 repaired. Null if it is none, which is reported. */
    private @Nullable ControlFrame parsed(byte[] line, FrameParser parser) {
        try {
            return parser.parse(line);
        } catch (IOException asItStands) {
            try {
                ControlFrame frame = parser.parse(Utf8Lines.repaired(line));
                counters.repairedLines.increment();
                return frame;
            } catch (IOException e) {
                malformed(line);
                return null;
            }
        }
    }

    @Override
    public void onUnterminatedLine(byte[] bytes) {
        int start = 0;
        while (start < bytes.length && isBlank(bytes[start])) {
            start++;
        }
        if (start == bytes.length) {
            return;
        }
        // Whole but for its line feed, or cut off? Only here the question needs the whole line parsed on this thread.
        if (bytes[start] != '{' || MessageParser.parse(bytes).isPresent()) {
            onLine(bytes, 0, bytes.length);
        } else {
            counters.malformedLines.increment();
            enqueue(MessageQueue.Entry.notice(SkippedLine.of(Reason.TRUNCATED, bytes.length, Utf8Lines.head(bytes))));
        }
    }

    @Override
    public void onOversizeLine(long size, byte[] head) {
        counters.oversizeLines.increment();
        SkippedLine notice = SkippedLine.of(Reason.OVERSIZE, size, head);
        skippedOversize(notice, head);
        sink.onOversize(notice);
    }

    /**
     * The type may stand behind the part that was kept, as in results of {@code claude} 2.1: a line without a known type may
     * have been the result of the turn.
     */
    private void skippedOversize(SkippedLine notice, byte[] head) {
        String type = BrokenFrame.text(head, "type");
        boolean certain = "result".equals(type);
        boolean unknown = type == null || type.isEmpty();
        enqueue(
                certain || (unknown && runs.turnRunning())
                        ? MessageQueue.Entry.skippedResult(notice, runs.skippedResult(certain))
                        : MessageQueue.Entry.notice(notice));
        if ("control_response".equals(type)) {
            unreadableAnswer(head);
        } else if ("control_request".equals(type)) {
            unreadableRequest(head);
        }
    }

    static boolean mayBeResult(@Nullable String type, byte[] line) {
        return type == null
                ? RESULT_TYPE
                        .matcher(new String(line, StandardCharsets.ISO_8859_1))
                        .find()
                : type.equals("result");
    }

    @Override
    public void onStderrLine(String line) {
        sink.onStderr(line);
    }

    @Override
    public void onFailure(Throwable cause) {
        sink.onFailure(cause);
    }

    @Override
    public void onJvmExit(Deadline deadline) {
        sink.onJvmExit(deadline);
    }

    @Override
    public void onEnd() {
        sink.onEnd();
    }

    private void malformed(byte[] line) {
        counters.malformedLines.increment();
        enqueue(MessageQueue.Entry.notice(SkippedLine.of(Reason.MALFORMED, line.length, Utf8Lines.head(line))));
    }

    private void noise(byte[] buffer, int offset, int length) {
        if (counters.noiseLines.sum() == 0) {
            // Once, and without content: it may be anything.
            log.warn("The agent wrote a line of {} bytes to stdout that is no JSON; such lines are skipped", length);
        }
        counters.noiseLines.increment();
        noise.add(buffer, offset, length);
    }
}
