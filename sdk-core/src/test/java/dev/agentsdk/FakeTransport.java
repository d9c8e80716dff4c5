package dev.agentsdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.agentsdk.errors.TransportClosedException;
import dev.agentsdk.internal.session.Background;
import dev.agentsdk.internal.session.JsonText;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.spi.Deadline;
import dev.agentsdk.spi.ExitReport;
import dev.agentsdk.spi.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A transport behind which a test plays the agent. What the agent says is delivered at once, on the thread that says it,
 * so that it has arrived when the saying returns. The handshake and interrupts are answered unless a script for them is
 * given; the agent exits with code 0 when its input ends, unless told otherwise.
 */
public final class FakeTransport implements Transport {

    private volatile Deadline startDeadline = Deadline.never();

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<byte[]> sent = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private final ReentrantLock delivery = new ReentrantLock();
    private final CompletableFuture<Listener> opened = new CompletableFuture<>();
    private final CompletableFuture<ExitReport> exit = new CompletableFuture<>();
    private final Map<String, Consumer<JsonNode>> scripts = new ConcurrentHashMap<>();

    private boolean inputEnded;
    private boolean outputEnded;

    /** What the process does when it starts; throwing means that it does not. */
    volatile Runnable atStart = () -> {};

    volatile Runnable atEndOfInput = () -> exit(0, "");
    volatile String stderrTail = "";
    volatile CloseLimits limits = new CloseLimits(Duration.ofSeconds(2), Duration.ofMillis(1100));
    volatile boolean paused;

    /** What was left of the deadline when the first close came. */
    volatile Duration leftAtClose = Duration.ZERO;

    public FakeTransport() {
        on("initialize", this::succeed);
        on("interrupt", this::succeed);
    }

    // ---- the test's side

    AgentOptions.Builder options() {
        return AgentOptions.builder().transport(options -> this);
    }

    AgentSession session() {
        return AgentSession.open(options().build());
    }

    /** Decides what happens on a control request of this subtype, on a {@code control_response} or on a {@code user} message. */
    void on(String kind, Consumer<JsonNode> script) {
        scripts.put(kind, script);
    }

    void succeed(JsonNode request) {
        answer(request, "'subtype':'success','response':{}");
    }

    /** Answers a request with these fields beside the id. */
    void answer(JsonNode request, String fields) {
        say("{'type':'control_response','response':{'request_id':" + request.get("request_id") + "," + fields + "}}");
    }

    void say(String singleQuotedJson) {
        say(JsonText.jsonBytes(singleQuotedJson));
    }

    void say(byte[] line) {
        // As a real reader does: the line lies somewhere in a buffer that is used again.
        byte[] buffer = new byte[line.length + 7];
        System.arraycopy(line, 0, buffer, 3, line.length);
        deliver(listener -> listener.onLine(buffer, 3, line.length));
        Arrays.fill(buffer, (byte) '#');
    }

    Listener listener() {
        return opened.join();
    }

    void deliver(Consumer<Listener> call) {
        Listener listener = opened.join();
        delivery.lock();
        try {
            call.accept(listener);
        } finally {
            delivery.unlock();
        }
    }

    void exit(int code, String stderr) {
        end(ExitReport.builder(ExitReport.Stage.ALREADY_EXITED)
                .exitCode(OptionalInt.of(code))
                .stderrTail(stderr)
                .build());
    }

    void dieOfSignal(int signal) {
        end(ExitReport.builder(ExitReport.Stage.ALREADY_EXITED)
                .exitCode(OptionalInt.of(128 + signal))
                .signal(OptionalInt.of(signal))
                .build());
    }

    private void end(ExitReport report) {
        exit.complete(report);
        closeStdout();
    }

    void closeStdout() {
        lock.lock();
        try {
            if (outputEnded) {
                return;
            }
            outputEnded = true;
        } finally {
            lock.unlock();
        }
        deliver(Listener::onEnd);
    }

    void closeStdin() {
        lock.lock();
        try {
            inputEnded = true;
        } finally {
            lock.unlock();
        }
    }

    /** Everything that was sent so far, parsed. */
    List<JsonNode> sent() {
        return sentBytes().stream().map(FakeTransport::parse).toList();
    }

    List<byte[]> sentBytes() {
        lock.lock();
        try {
            return List.copyOf(sent);
        } finally {
            lock.unlock();
        }
    }

    /** What the session did, in order: {@code open}, {@code send …}, {@code endInput}, {@code close}. */
    List<String> events() {
        lock.lock();
        try {
            return List.copyOf(events);
        } finally {
            lock.unlock();
        }
    }

    /** {@return the first frame of this kind, as soon as there is one} */
    JsonNode awaitSent(String kind) {
        awaitEvents(all -> all.contains("send " + kind));
        return sent().stream().filter(f -> kind(f).equals(kind)).findFirst().orElseThrow();
    }

    void awaitEvents(Predicate<List<String>> enough) {
        Deadline deadline = Deadline.in(Background.PATIENCE);
        lock.lock();
        try {
            while (!enough.test(List.copyOf(events))) {
                if (!changed.await(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS)
                        && deadline.hasPassed()) {
                    throw new AssertionError("Not within " + Background.PATIENCE + "; so far: " + events);
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            lock.unlock();
        }
    }

    private void record(String event) {
        lock.lock();
        try {
            events.add(event);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static String kind(JsonNode frame) {
        String type = frame.path("type").asText();
        return type.equals("control_request")
                ? frame.path("request").path("subtype").asText()
                : type;
    }

    private static JsonNode parse(byte[] line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(new String(line, StandardCharsets.UTF_8), e);
        }
    }

    // ---- the session's side

    @Override
    public void open(Listener listener, Deadline deadline) {
        startDeadline = deadline;
        open(listener);
    }

    /** By when it was to be opened. */
    Deadline startDeadline() {
        return startDeadline;
    }

    @Override
    public void open(Listener listener) {
        record("open");
        atStart.run();
        opened.complete(listener);
    }

    @Override
    public boolean send(byte[] line, Deadline deadline) {
        JsonNode frame = parse(line);
        lock.lock();
        try {
            if (inputEnded || exit.isDone()) {
                throw new TransportClosedException("The agent does not take input any more.");
            }
            sent.add(line.clone());
        } finally {
            lock.unlock();
        }
        record("send " + kind(frame));
        scripts.getOrDefault(kind(frame), ignored -> {}).accept(frame);
        return true;
    }

    @Override
    public void endInput(Deadline deadline) {
        record("endInput");
        closeStdin();
        atEndOfInput.run();
    }

    @Override
    public void pauseReading() {
        paused = true;
    }

    @Override
    public void resumeReading() {
        paused = false;
    }

    @Override
    public CloseLimits closeLimits() {
        return limits;
    }

    @Override
    public CompletableFuture<ExitReport> exit() {
        return exit;
    }

    @Override
    public OptionalLong pid() {
        return OptionalLong.of(4711);
    }

    @Override
    public ExitReport close(Deadline deadline) {
        leftAtClose = Duration.ofNanos(deadline.remainingNanos());
        record("close");
        if (!opened.isDone()) {
            exit.complete(ExitReport.notStarted());
        } else if (!exit.isDone()) {
            end(ExitReport.builder(ExitReport.Stage.TERM)
                    .exitCode(OptionalInt.of(143))
                    .signal(OptionalInt.of(15))
                    .stderrTail(stderrTail)
                    .build());
        } else {
            closeStdout();
        }
        return exit.join();
    }
}
