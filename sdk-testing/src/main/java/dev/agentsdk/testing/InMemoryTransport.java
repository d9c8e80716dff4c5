package dev.agentsdk.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.agentsdk.errors.TransportClosedException;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.spi.Deadline;
import dev.agentsdk.spi.ExitReport;
import dev.agentsdk.spi.Transport;
import dev.agentsdk.spi.TransportFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A transport without a process: a test plays the agent.
 *
 * <pre>{@code
 * InMemoryTransport agent = new InMemoryTransport();
 * try (AgentSession session = AgentSession.open(AgentOptions.builder().transport(agent.factory()).build())) {
 *     session.send("Hello");
 *     agent.awaitSent(Duration.ofSeconds(1));
 *     agent.emit("{\"type\":\"result\",\"subtype\":\"success\"}");
 *     …
 * }
 * }</pre>
 *
 * <p>The handshake is answered by itself, unless {@link #withoutHandshake()}; when the input ends, the agent exits with
 * code 0, unless {@link #ignoringEndOfInput()}. Thread-safe.
 */
public final class InMemoryTransport implements Transport {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final CloseLimits LIMITS = new CloseLimits(Duration.ofSeconds(2), Duration.ofMillis(1100));

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** What the agent says and has not been delivered yet. */
    private final ArrayDeque<byte[]> emitted = new ArrayDeque<>();

    private final List<String> sent = new ArrayList<>();
    private final CompletableFuture<ExitReport> exit = new CompletableFuture<>();
    private final boolean handshake;
    private final boolean exitsAtEndOfInput;
    private final Function<? super String, ? extends List<String>> script;

    private @Nullable Listener listener;
    private @Nullable Thread delivery;
    private int taken;
    private boolean paused;
    private boolean inputEnded;
    private boolean closed;
    private boolean outputEnded;
    private @Nullable ExitReport pendingExit;

    /** An agent that answers the handshake and exits when its input ends. */
    public InMemoryTransport() {
        this(true, true, line -> List.of());
    }

    private InMemoryTransport(
            boolean handshake, boolean exitsAtEndOfInput, Function<? super String, ? extends List<String>> script) {
        this.handshake = handshake;
        this.exitsAtEndOfInput = exitsAtEndOfInput;
        this.script = script;
    }

    /**
     * An agent that answers nothing by itself.
     *
     * @return a new transport
     */
    public InMemoryTransport withoutHandshake() {
        return new InMemoryTransport(false, exitsAtEndOfInput, script);
    }

    /**
     * An agent that does not exit when its input ends.
     *
     * @return a new transport
     */
    public InMemoryTransport ignoringEndOfInput() {
        return new InMemoryTransport(handshake, false, script);
    }

    /**
     * An agent that says something to each line that it gets.
     *
     * @param script gives the lines to say, on the thread that sends
     * @return a new transport
     */
    public InMemoryTransport answering(Function<? super String, ? extends List<String>> script) {
        return new InMemoryTransport(handshake, exitsAtEndOfInput, Objects.requireNonNull(script, "script"));
    }

    /**
     * A factory for options, that gives out this transport.
     *
     * @return the factory
     */
    public TransportFactory factory() {
        return launch -> this;
    }

    // ---- the agent's side

    /**
     * Says a line. Returns at once; it is delivered in order by a thread of the transport.
     *
     * @param line the text, without a line feed
     */
    public void emit(String line) {
        emit(line.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Says a line of any bytes.
     *
     * @param line the bytes, without a line feed
     */
    public void emit(byte[] line) {
        lock.lock();
        try {
            emitted.add(line.clone());
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Exits, after all that was said has been delivered.
     *
     * @param exitCode the exit code
     * @param stderr what was written to stderr
     */
    public void exit(int exitCode, String stderr) {
        end(ExitReport.builder(inputEndedNow() ? ExitReport.Stage.EOF : ExitReport.Stage.ALREADY_EXITED)
                .exitCode(OptionalInt.of(exitCode))
                .stderrTail(stderr)
                .build());
    }

    private boolean inputEndedNow() {
        lock.lock();
        try {
            return inputEnded;
        } finally {
            lock.unlock();
        }
    }

    private void end(ExitReport report) {
        ExitReport known = null;
        lock.lock();
        try {
            if (pendingExit == null) {
                pendingExit = report;
            }
            if (outputEnded) {
                // Nothing is delivered any more that would have to come first.
                known = pendingExit;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (known != null) {
            // Without the lock: dependents may be an application's code, and wait for a lock that the reading holds.
            exit.complete(known);
        }
    }

    /** Stops talking without exiting. */
    public void endOutput() {
        lock.lock();
        try {
            outputEnded = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next line that the session has sent; each is returned once. The handshake counts.
     *
     * @param patience bounds the wait
     * @return the line
     * @throws AssertionError if there is none in time
     */
    public RawJson awaitSent(Duration patience) {
        Deadline deadline = Deadline.in(patience);
        lock.lock();
        try {
            while (taken == sent.size()) {
                if (deadline.hasPassed()) {
                    throw new AssertionError(
                            "The session has sent nothing more within " + patience + "; so far: " + sent);
                }
                awaitChange(deadline);
            }
            return RawJson.of(sent.get(taken++));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Everything that the session has sent so far.
     *
     * @return the lines
     */
    public List<String> sent() {
        lock.lock();
        try {
            return List.copyOf(sent);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether reading is paused now.
     *
     * @return whether the session holds the agent back
     */
    public boolean isPaused() {
        lock.lock();
        try {
            return paused;
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("WaitNotInLoop") // the caller looks again
    private void awaitChange(Deadline deadline) {
        try {
            changed.await(Math.max(1, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }

    // ---- the session's side

    @Override
    public void open(Listener listener) {
        lock.lock();
        try {
            if (closed) {
                throw new TransportClosedException("The transport is closed.");
            }
            if (this.listener != null) {
                throw new IllegalStateException("This transport was opened before; make a new one.");
            }
            this.listener = listener;
            Thread thread = new Thread(() -> deliver(listener), "agent-sdk-memory");
            thread.setDaemon(true);
            thread.start();
            delivery = thread;
        } finally {
            lock.unlock();
        }
    }

    private void deliver(Listener to) {
        try {
            for (byte[] line = next(); line != null; line = next()) {
                to.onLine(line, 0, line.length);
            }
        } catch (RuntimeException | Error e) {
            to.onFailure(e);
            close();
        }
        ExitReport report;
        lock.lock();
        try {
            report = pendingExit;
        } finally {
            lock.unlock();
        }
        if (report != null) {
            exit.complete(report);
        }
        to.onEnd();
    }

    /** The next line to deliver; null at the end. Bounded by {@link #close}. */
    private byte @Nullable [] next() {
        lock.lock();
        try {
            while (true) {
                if (closed) {
                    return null;
                }
                if (!paused && !emitted.isEmpty()) {
                    return emitted.remove();
                }
                if (emitted.isEmpty() && (outputEnded || pendingExit != null)) {
                    return null;
                }
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean send(byte[] line, Deadline deadline) {
        String text = new String(line, StandardCharsets.UTF_8);
        lock.lock();
        try {
            if (listener == null && !closed) {
                throw new IllegalStateException("This transport is not open.");
            }
            if (closed || inputEnded || pendingExit != null) {
                throw new TransportClosedException("The agent does not take input any more.");
            }
            sent.add(text);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (handshake) {
            answerHandshake(text);
        }
        script.apply(text).forEach(this::emit);
        return true;
    }

    private void answerHandshake(String text) {
        JsonNode frame;
        try {
            frame = JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException("The session has sent a line that is no JSON", e);
        }
        if ("initialize".equals(frame.path("request").path("subtype").asText())) {
            emit("{\"type\":\"control_response\",\"response\":{\"subtype\":\"success\",\"request_id\":"
                    + frame.path("request_id") + ",\"response\":{}}}");
        }
    }

    @Override
    public void endInput(Deadline deadline) {
        lock.lock();
        try {
            inputEnded = true;
        } finally {
            lock.unlock();
        }
        if (exitsAtEndOfInput) {
            exit(0, "");
        }
    }

    @Override
    public void pauseReading() {
        pause(true);
    }

    @Override
    public void resumeReading() {
        pause(false);
    }

    private void pause(boolean pause) {
        lock.lock();
        try {
            paused = pause;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public CloseLimits closeLimits() {
        return LIMITS;
    }

    @Override
    public CompletableFuture<ExitReport> exit() {
        return exit;
    }

    /** {@return nothing: there is no process} */
    @Override
    public OptionalLong pid() {
        return OptionalLong.empty();
    }

    @Override
    public ExitReport close(Deadline deadline) {
        Thread toJoin;
        ExitReport report;
        lock.lock();
        try {
            boolean eofWasEnough = pendingExit != null || exitsAtEndOfInput;
            closed = true;
            report = listener == null
                    ? ExitReport.notStarted()
                    : pendingExit != null
                            ? pendingExit
                            : ExitReport.builder(eofWasEnough ? ExitReport.Stage.EOF : ExitReport.Stage.TERM)
                                    .exitCode(OptionalInt.of(eofWasEnough ? 0 : 143))
                                    .signal(eofWasEnough ? OptionalInt.empty() : OptionalInt.of(15))
                                    .build();
            pendingExit = report;
            toJoin = delivery;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (toJoin != null && toJoin != Thread.currentThread()) {
            join(toJoin, deadline);
        }
        exit.complete(report);
        return exit.join();
    }

    private static void join(Thread thread, Deadline deadline) {
        boolean interrupted = false;
        while (thread.isAlive() && !deadline.hasPassed()) {
            try {
                thread.join(Math.max(1, deadline.remainingMillis()));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
