package dev.agentsdk.internal;

import dev.agentsdk.AgentException;
import dev.agentsdk.AgentInterruptedException;
import dev.agentsdk.AgentOptions;
import dev.agentsdk.CliExitedException;
import dev.agentsdk.ControlTimeoutException;
import dev.agentsdk.ProtocolException;
import dev.agentsdk.SessionLimits;
import dev.agentsdk.SessionStatistics;
import dev.agentsdk.TransportClosedException;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.RawJson;
import dev.agentsdk.message.ResultMessage;
import dev.agentsdk.message.SkippedLine;
import dev.agentsdk.spi.Deadline;
import dev.agentsdk.spi.ExitReport;
import dev.agentsdk.spi.Transport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine under a session and a query: one opened transport, the messages that came, the requests that wait, and the
 * polite end.
 *
 * <p>Threads: the transport's reading thread sorts lines ({@link FrameRouter}) and never waits; the application's threads
 * write, take messages and parse them; callback threads run the application's listeners and write the answers to the
 * agent's requests.
 */
public final class Connection implements FrameRouter.Sink {

    private static final Logger log = LoggerFactory.getLogger(Connection.class);

    /** How long a failed write waits for the agent's exit, which says more than "broken pipe" does. */
    private static final Duration EXIT_AFTER_FAILED_WRITE = Duration.ofMillis(300);

    private final Transport transport;
    private final SessionLimits limits;
    private final Counters counters = new Counters();
    private final MessageQueue queue;
    private final PendingRequests pending;
    private final FrameRouter router;
    private final CallbackThreads callbacks = new CallbackThreads();
    private final @Nullable StderrDispatcher stderr;
    private final @Nullable StoreBinding store;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CompletableFuture<ExitReport> report = new CompletableFuture<>();

    /** What ended the session, when that was neither the agent nor {@link #close()}. */
    private volatile @Nullable AgentException failure;

    private volatile boolean opened;

    /**
     * Makes a connection that is not open.
     *
     * @param transport a new transport, owned by the connection
     * @param options the options
     */
    public Connection(Transport transport, AgentOptions options) {
        this(transport, options, null);
    }

    private Connection(Transport transport, AgentOptions options, @Nullable StoreBinding store) {
        this.transport = transport;
        this.store = store;
        this.limits = options.limits();
        this.queue = new MessageQueue(limits.bufferBytes(), limits.hardBufferBytes(), new MessageQueue.Flow() {
            @Override
            public void pauseReading() {
                transport.pauseReading();
            }

            @Override
            public void resumeReading() {
                transport.resumeReading();
            }
        });
        this.pending = new PendingRequests(queue::answerAwaited, queue::answerSettled);
        this.router = new FrameRouter(queue, pending, counters, this);
        this.stderr = options.stderrListener()
                .map(listener -> new StderrDispatcher(listener, callbacks))
                .orElse(null);
        if (store != null) {
            store.tell(line -> queue.add(MessageQueue.Entry.line(line, "system")));
        }
    }

    /**
     * Makes a connection that is not open, with the transport and the session store of the options.
     *
     * @param options the options
     * @return a new connection
     */
    public static Connection create(AgentOptions options) {
        StoreBinding store = StoreBinding.prepare(options);
        if (store == null) {
            return new Connection(Transports.create(options), options);
        }
        try {
            return new Connection(Transports.create(store.options()), store.options(), store);
        } catch (RuntimeException | Error e) {
            store.close(Deadline.in(Duration.ZERO));
            throw e;
        }
    }

    /**
     * Starts the agent and shakes hands. On any failure the transport is closed and nothing is left.
     *
     * @return what the agent answered to {@code initialize}
     */
    public RawJson open() {
        try {
            transport.open(router);
            opened = true;
            watchExit();
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("hooks", null);
            return request("initialize", fields, limits.initializeTimeout());
        } catch (ControlTimeoutException e) {
            ExitReport end = close();
            String stderrTail = end.stderrTail().strip();
            ControlTimeoutException told = new ControlTimeoutException(
                    e.subtype(),
                    e.requestId(),
                    e.timeout(),
                    "The program was started but does not speak: is it a stream-json CLI? If it is only slow, raise"
                            + " SessionLimits.initializeTimeout. It "
                            + (stderrTail.isEmpty() ? "wrote nothing to stderr." : "wrote to stderr: " + stderrTail));
            told.setStackTrace(e.getStackTrace());
            throw told;
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** An end without {@link #close()} is a report too. What comes after one is ignored: close() makes its own. */
    @SuppressWarnings("FutureReturnValueIgnored") // a transport's exit never completes exceptionally
    private void watchExit() {
        transport.exit().thenAccept(end -> {
            if (!closing.get()) {
                report.complete(end);
            }
        });
    }

    /**
     * Sends a user message.
     *
     * @param content a text, or a list of the API's content blocks
     * @param sessionId the session id that the wire wants: {@code default} for a session, empty for a query
     */
    public void sendUser(Object content, String sessionId) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("type", "user");
        message.put("session_id", sessionId);
        message.put("message", Map.of("role", "user", "content", content));
        message.put("parent_tool_use_id", null);
        byte[] line = Json.encode(message);
        router.turnBegins();
        send(line, Deadline.never(), "the user message could be sent");
    }

    /** Writes a line, and explains a failure by the agent's exit where that is the cause. */
    private boolean send(byte[] line, Deadline deadline, String expected) {
        if (closing.get()) {
            throw closed();
        }
        try {
            return transport.send(line, deadline);
        } catch (TransportClosedException e) {
            if (closing.get()) {
                throw e;
            }
            ExitReport exit = awaitExit(Deadline.in(EXIT_AFTER_FAILED_WRITE));
            if (exit == null) {
                throw e;
            }
            CliExitedException told = exited(expected, exit);
            told.addSuppressed(e);
            throw told;
        }
    }

    private @Nullable ExitReport awaitExit(Deadline deadline) {
        try {
            return transport.exit().get(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (TimeoutException | ExecutionException e) {
            return null;
        }
    }

    /**
     * Sends a control request and waits for its answer.
     *
     * @param subtype the subtype
     * @param fields the other fields of the request
     * @param timeout bounds the whole
     * @return the answer
     */
    public RawJson request(String subtype, Map<String, ?> fields, Duration timeout) {
        Deadline deadline = Deadline.in(timeout);
        PendingRequests.Pending request = pending.register(subtype);
        try {
            if (!request.answer().isDone()
                    && !send(controlRequest(request.id(), subtype, fields), deadline, "answering " + subtype)) {
                throw timedOut(request, timeout);
            }
            return request.answer().get(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
        } catch (AgentException e) {
            pending.fail(request, e);
            throw e;
        } catch (TimeoutException e) {
            ControlTimeoutException timedOut = timedOut(request, timeout);
            pending.fail(request, timedOut);
            throw timedOut;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            AgentInterruptedException told =
                    new AgentInterruptedException("Interrupted while waiting for the answer to " + subtype + ".");
            pending.fail(request, told);
            throw told;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AgentException told) {
                throw told;
            }
            throw new AgentException("The control request " + subtype + " failed.", e.getCause());
        }
    }

    /**
     * {@link #request(String, Map, Duration)} with the control time-out of the session.
     *
     * @param subtype the subtype
     * @param fields the other fields of the request
     * @return the answer
     */
    public RawJson request(String subtype, Map<String, ?> fields) {
        return request(subtype, fields, limits.controlTimeout());
    }

    private static ControlTimeoutException timedOut(PendingRequests.Pending request, Duration timeout) {
        return new ControlTimeoutException(
                request.subtype(),
                request.id(),
                timeout,
                "The agent is busy or does not know the request; SessionLimits.controlTimeout sets the time.");
    }

    private static byte[] controlRequest(String id, String subtype, Map<String, ?> fields) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("subtype", subtype);
        request.putAll(fields);
        Map<String, Object> frame = new LinkedHashMap<>();
        frame.put("type", "control_request");
        frame.put("request_id", id);
        frame.put("request", request);
        return Json.encode(frame);
    }

    /** Tells the agent that no more messages come. */
    public void endInput() {
        transport.endInput(Deadline.in(limits.controlTimeout()));
    }

    /**
     * Takes the next message; waits for it as long as the agent lives.
     *
     * @return null when the agent's output has ended in good order, or the session was closed
     */
    public @Nullable Message next() {
        while (true) {
            MessageQueue.Entry entry;
            try {
                entry = queue.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AgentInterruptedException("Interrupted while waiting for a message of the agent.");
            }
            if (entry == null) {
                AgentException why = failure;
                if (why != null) {
                    throw why;
                }
                return null;
            }
            Message message = entry.notice() != null ? entry.notice() : parse(entry);
            if (store != null && message instanceof ResultMessage) {
                store.beforeResult();
            }
            return message;
        }
    }

    private Message parse(MessageQueue.Entry entry) {
        try {
            if (!entry.type().isEmpty()) {
                return MessageParser.parse(entry.line(), entry.type());
            }
        } catch (IOException e) {
            log.debug(
                    "A message of type {} is no JSON as it stands: {}",
                    entry.type(),
                    e.getClass().getName());
        }
        Message plain = MessageParser.parse(entry.line()).orElse(null);
        if (plain != null) {
            return plain;
        }
        Message repaired =
                MessageParser.parse(FrameRouter.repaired(entry.line())).orElse(null);
        if (repaired != null) {
            counters.repairedLines.increment();
            return repaired;
        }
        counters.malformedLines.increment();
        return SkippedLine.of(SkippedLine.Reason.MALFORMED, entry.line().length, FrameRouter.head(entry.line()));
    }

    /**
     * Why there is no message although one was expected.
     *
     * @param expected what was expected, for example {@code the result of the turn}
     * @return what to throw
     */
    public AgentException endedBefore(String expected) {
        return closing.get() ? closed() : exited(expected, transport.exit().getNow(null));
    }

    /**
     * Whether the agent's end, if that is what ended the messages, was in good order: exit code 0, or a non-zero one
     * after an error result, which is how CLIs end then.
     *
     * @return also true if the session was closed
     */
    public boolean endedInOrder() {
        if (closing.get()) {
            return true;
        }
        ExitReport exit = transport.exit().getNow(null);
        return exit != null && exit.signal().isEmpty() && (exit.exitCode().orElse(0) == 0 || lastErrorResult() != null);
    }

    private CliExitedException exited(String expected, @Nullable ExitReport exit) {
        return new CliExitedException(expected, exit, lastErrorResult());
    }

    private @Nullable ResultMessage lastErrorResult() {
        byte[] line = router.lastResult();
        if (line == null) {
            return null;
        }
        return MessageParser.parse(line)
                .filter(ResultMessage.class::isInstance)
                .map(ResultMessage.class::cast)
                .filter(ResultMessage::isError)
                .orElse(null);
    }

    private static TransportClosedException closed() {
        return new TransportClosedException("The session is closed.");
    }

    @Override
    public void onRequest(ControlFrame request, boolean cancel) {
        if (cancel) {
            // Nothing is ever under way for long: what cannot be served is refused at once.
            return;
        }
        String id = request.requestId();
        if (id == null) {
            log.warn("The agent sent a control request without an id, which cannot be answered");
            return;
        }
        String subtype = request.subtype() == null ? "(none)" : request.subtype();
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("subtype", "error");
        response.put("request_id", id);
        response.put("error", "This SDK does not support the control request subtype " + subtype + ".");
        byte[] line = Json.encode(Map.of("type", "control_response", "response", response));
        callbacks.execute(() -> {
            try {
                transport.send(line, Deadline.in(limits.controlTimeout()));
            } catch (TransportClosedException e) {
                log.debug("The answer to a control request {} came too late: {}", subtype, e.getMessage());
            }
        });
    }

    @Override
    public void onOversize(SkippedLine notice) {
        if (limits.failOnOversizeLine()) {
            fail(new ProtocolException(
                    "The agent wrote a line of " + notice.size() + " bytes, over the limit of " + limits.maxLineBytes()
                            + " bytes. Raise SessionLimits.maxLineBytes.",
                    notice.head().getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Override
    public void onMirror(byte[] line) {
        if (store != null) {
            store.onFrame(line);
        }
    }

    @Override
    public void onStderr(String line) {
        if (stderr != null) {
            stderr.add(line);
        }
    }

    @Override
    public void onFailure(Throwable cause) {
        fail(new AgentException(
                "The agent's output could not be read any further, so that the agent is ended: " + cause, cause));
    }

    @Override
    public void onEnd() {
        ExitReport exit = transport.exit().getNow(null);
        pending.end(request -> closing.get() ? closed() : exited("answering " + request.subtype(), exit));
        queue.end();
        ended.countDown();
        if (store != null) {
            store.onEnd();
        }
    }

    /** Ends the session for a reason of its own; the close is done by a callback thread, since this one reads. */
    private void fail(AgentException why) {
        failure = why;
        pending.end(request -> why);
        queue.end();
        callbacks.execute(this::close);
    }

    /**
     * Ends the agent: politely as long as the transport's drain limit allows, then as the transport does it; all within
     * its total limit. Any number of threads may call it; all get the same report.
     *
     * @return how the agent ended
     */
    public ExitReport close() {
        if (closing.compareAndSet(false, true)) {
            ExitReport end = ExitReport.notStarted();
            try {
                end = endPolitely();
            } finally {
                // Also if something went wrong that must not go wrong: others wait for it.
                report.complete(end);
            }
        }
        return awaitReport();
    }

    private ExitReport endPolitely() {
        long start = System.nanoTime();
        Transport.CloseLimits closeLimits = transport.closeLimits();
        Deadline total = Deadline.in(closeLimits.total());
        Deadline polite = total.atMost(closeLimits.drain());
        pending.end(request -> closed());
        queue.drain();
        try {
            if (opened && ended.getCount() > 0) {
                if (router.turnRunning()) {
                    // Measured on claude: an interrupted turn ends in 0.2 s with its partial answer saved; EOF alone
                    // does not end a running turn.
                    byte[] interrupt = controlRequest("req_close", "interrupt", Map.of());
                    transport.send(interrupt, polite);
                }
                transport.endInput(polite);
                awaitEnded(polite);
            }
        } catch (TransportClosedException e) {
            // The agent has gone or its stdin is closed: there is nobody to be polite to.
            log.debug("The agent cannot be asked to end: {}", e.getMessage());
        }
        if (store != null) {
            // While the agent ends, the store has time, too.
            store.onEnd();
        }
        ExitReport end = transport.close(total);
        if (store != null) {
            store.close(total);
        }
        queue.end();
        callbacks.end();
        if (end.stage() == ExitReport.Stage.NOT_STARTED) {
            return end;
        }
        // The transport has not counted the polite part.
        return new ExitReport(
                end.stage(),
                end.exitCode(),
                end.signal(),
                Duration.ofNanos(System.nanoTime() - start),
                end.stderrTail(),
                end.leftBehind());
    }

    /** Waits for the end of the agent's output, by {@code deadline} at the latest, whatever interrupts. */
    private void awaitEnded(Deadline deadline) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    ended.await(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Bounded by the close of whoever came first, which is bounded itself. */
    private ExitReport awaitReport() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return report.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new IllegalStateException("A report is never completed exceptionally.", e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * The end of the agent. Dependents run on a thread of their own, so that they may close the session.
     *
     * @return a new future that completes with the report and never exceptionally
     */
    public CompletableFuture<ExitReport> exit() {
        return report.thenApplyAsync(end -> end, Connection::onOwnThread);
    }

    /**
     * How the agent ended.
     *
     * @return the report, once it has ended
     */
    public Optional<ExitReport> exitReport() {
        return Optional.ofNullable(report.getNow(null));
    }

    private static void onOwnThread(Runnable work) {
        Thread thread = new Thread(work, "agent-sdk-exit");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * The counters.
     *
     * @return their values now
     */
    public SessionStatistics statistics() {
        return counters.snapshot(queue.dropped());
    }

    /**
     * The agent's process id.
     *
     * @return the id, if there is a process
     */
    public OptionalLong pid() {
        return transport.pid();
    }
}
