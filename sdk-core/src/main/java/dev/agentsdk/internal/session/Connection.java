package dev.agentsdk.internal.session;

import dev.agentsdk.callback.internal.CallbackScope;
import dev.agentsdk.callback.internal.CallbackThreads;
import dev.agentsdk.callback.internal.DaemonThreads;
import dev.agentsdk.callback.internal.ReserveThread;
import dev.agentsdk.control.ControlRequest;
import dev.agentsdk.control.ControlRequests;
import dev.agentsdk.control.McpServersChange;
import dev.agentsdk.control.RunState;
import dev.agentsdk.control.SessionStatistics;
import dev.agentsdk.errors.AgentException;
import dev.agentsdk.errors.CliStartException;
import dev.agentsdk.errors.ControlTimeoutException;
import dev.agentsdk.errors.ProtocolException;
import dev.agentsdk.errors.TransportClosedException;
import dev.agentsdk.history.internal.SessionIds;
import dev.agentsdk.internal.protocol.streamjson.CliLaunch;
import dev.agentsdk.internal.protocol.streamjson.ControlFrame;
import dev.agentsdk.internal.protocol.streamjson.Dialect;
import dev.agentsdk.internal.protocol.streamjson.Frames;
import dev.agentsdk.internal.protocol.streamjson.InitializeRequest;
import dev.agentsdk.internal.protocol.streamjson.SdkServers;
import dev.agentsdk.internal.protocol.streamjson.UnreadableRequest;
import dev.agentsdk.internal.session.EndState.Closing;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.SkippedLine;
import dev.agentsdk.message.UserInput;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.Conversation;
import dev.agentsdk.options.SessionLimits;
import dev.agentsdk.permission.PermissionMode;
import dev.agentsdk.spi.Deadline;
import dev.agentsdk.spi.ExitReport;
import dev.agentsdk.spi.Transport;
import dev.agentsdk.tool.McpServer;
import dev.agentsdk.tool.ToolServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine under a session and a query: one opened transport, its parts wired together, the handshake, and the polite
 * end. The parts: {@link FrameRouter} sorts what comes, {@link MessageSource} hands out messages, {@link ControlClient}
 * asks the agent, {@link IncomingRequests} serves what the agent asks, {@link EndState} knows how it ended.
 *
 * <p>Threads: the transport's reading thread sorts lines and never waits; the application's threads write, take messages
 * and parse them; callback threads run the application's callbacks and write the answers to the agent's requests.
 */
public final class Connection implements FrameRouter.Sink {

    private static final Logger log = LoggerFactory.getLogger(Connection.class);

    /** Of a transport that does not say. */
    private static final Transport.CloseLimits DEFAULT_CLOSE_LIMITS =
            new Transport.CloseLimits(Duration.ofSeconds(2), Duration.ofMillis(1100));

    /** How much longer than its deadline allows the close of another thread is awaited. */
    private static final Duration OTHER_CLOSER = Duration.ofSeconds(2);

    /** How long the confirmation of an interruption is awaited after the time limit of a turn. */
    private static final Duration INTERRUPT_AT_LIMIT = Duration.ofSeconds(5);

    private final Transport transport;
    private final Dialect dialect;
    private final Map<String, Object> handshake;
    private final AgentOptions options;
    private final SessionLimits limits;
    private final Counters counters = new Counters();
    private final CallbackThreads callbacks = new CallbackThreads();
    private final MessageQueue queue;
    private final PendingRequests pending;
    private final RunTracker runs = new RunTracker(callbacks::executeAlways);
    private final FrameRouter router;
    private final EndState end;
    private final Outbox outbox;
    private final ControlClient control;
    private final IncomingRequests incoming;
    private final HookRegistry hooks;
    private final McpBridge tools;
    private final MessageSource messages;
    private final CallbackScope scope = new CallbackScope();
    private final @Nullable StderrDispatcher stderr;
    private final @Nullable StoreBinding store;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final CompletableFuture<ExitReport> report = new CompletableFuture<>();

    /** What the end of the agent's output ends. */
    private final LastSteps atEnd = new LastSteps(
            this::endPending,
            this::endRuns,
            this::endIncoming,
            this::endTools,
            this::endMessages,
            ended::countDown,
            this::endStore);

    /** What a failure of the reading thread ends, before the transport ends the agent. */
    private final LastSteps atFailure = new LastSteps(this::endMessages, this::failPending);

    private final Function<PendingRequests.Pending, AgentException> failureOf = this::failureOf;
    /** Whether this session has to be taken off the {@link ReserveThread}. */
    private final AtomicBoolean reserved = new AtomicBoolean();

    private volatile boolean opened;

    /**
     * Makes a connection that is not open.
     *
     * @param transport a new transport, owned by the connection
     * @param options the options
     */
    public Connection(Transport transport, AgentOptions options) {
        this(transport, options, Dialect.of(options), null);
    }

    private Connection(Transport transport, AgentOptions options, Dialect dialect, @Nullable StoreBinding store) {
        this.transport = transport;
        this.store = store;
        this.dialect = dialect;
        this.handshake = dialect.handshake(options);
        this.options = options;
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
        this.pending = new PendingRequests(queue::answerAwaited, queue::answerSettled, runs::interruptMark);
        this.router = new FrameRouter(queue, pending, counters, runs, this);
        this.end = new EndState(transport, router);
        this.outbox = new Outbox(transport, end, this::awaitEnded);
        this.control = new ControlClient(dialect, outbox, pending, callbacks, limits.controlTimeout());
        this.messages = new MessageSource(queue, counters, end, store == null ? () -> {} : store::beforeResult);
        CallbackErrors errors = new CallbackErrors(
                counters, callbacks, options.callbackErrorListener().orElse(null));
        CallbackRunner runner =
                new CallbackRunner(callbacks, options.callbackExecutor().orElse(null), errors, scope);
        this.hooks = new HookRegistry(options.hooks(), runner, errors);
        McpBridge.ToAgent toAgent = dialect.takesMcpMessages()
                ? (server, message) -> control.post(
                        "mcp_message", Map.of("server_name", server, "message", message), limits.controlTimeout())
                : null;
        this.tools = new McpBridge(options.toolServers(), callbacks, runner.executor(), errors, end::isClosing, toAgent);
        this.incoming = new IncomingRequests(
                handlers(options, dialect, runner, hooks, tools),
                outbox,
                end,
                callbacks,
                counters,
                new IncomingRequests.Load() {
                    @Override
                    public boolean count(long bytes) {
                        return queue.count(bytes);
                    }

                    @Override
                    public void giveUpAnswers() {
                        router.giveUpAnswers();
                    }
                },
                limits.hardBufferBytes());
        this.stderr = options.stderrListener()
                .map(listener -> new StderrDispatcher(listener, callbacks, counters.warnings))
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
        return create(options, Deadline.never());
    }

    /**
     * {@link #create(AgentOptions)} within a time limit.
     *
     * @param options the options
     * @param deadline bounds the wait for a session store, beside the store's own limits
     * @return a new connection
     */
    public static Connection create(AgentOptions options, Deadline deadline) {
        StoreBinding store = StoreBinding.prepare(options, deadline);
        if (store == null) {
            return with(null, options);
        }
        try {
            return with(store, store.options());
        } catch (RuntimeException | Error e) {
            store.close(Deadline.in(Duration.ZERO));
            throw e;
        }
    }

    private static Connection with(@Nullable StoreBinding store, AgentOptions options) {
        Dialect dialect = Dialect.of(options);
        return new Connection(Transports.create(options, new CliLaunch(options, dialect)), options, dialect, store);
    }

    private static Map<String, IncomingRequests.Handler> handlers(
            AgentOptions options, Dialect dialect, CallbackRunner runner, HookRegistry hooks, McpBridge tools) {
        DialogHandler dialogs = new DialogHandler(
                options.elicitationCallback().orElse(null),
                options.userDialogCallback().orElse(null),
                options.userDialogKinds(),
                runner);
        return Map.of(
                "can_use_tool",
                new PermissionHandler(options.permissionCallback().orElse(null), dialect, runner),
                "hook_callback",
                hooks,
                "mcp_message",
                tools,
                "elicitation",
                dialogs::elicit,
                "request_user_dialog",
                dialogs::showDialog);
    }

    /**
     * Starts the agent and shakes hands. On any failure the transport is closed and nothing is left.
     *
     * @return what the agent answered to {@code initialize}
     */
    public RawJson open() {
        return open(Deadline.never());
    }

    /**
     * {@link #open()} within a time limit for all of it.
     *
     * @param deadline bounds the waits for the start and the handshake, beside their own limits
     * @return what the agent answered to {@code initialize}
     * @throws ControlTimeoutException if there was no answer; its time-out is shorter than
     *     {@link SessionLimits#initializeTimeout()} if it was the deadline that passed
     */
    public RawJson open(Deadline deadline) {
        warnOfShadowedCallback();
        try {
            enterReserve();
            transport.open(router, deadline);
            opened = true;
            watchExit();
            return initialize(deadline);
        } catch (ControlTimeoutException e) {
            ExitReport exit = close();
            String stderrTail = exit.stderrTail().strip();
            ControlTimeoutException told = new ControlTimeoutException(
                    e.subtype(),
                    e.requestId(),
                    e.timeout(),
                    "The program was started but does not speak: is it a stream-json CLI? If it is only slow, raise"
                            + " SessionLimits.initializeTimeout. It "
                            + (stderrTail.isEmpty() ? "wrote nothing to stderr." : "wrote to stderr: " + stderrTail)
                            + noiseForMessage());
            told.setStackTrace(e.getStackTrace());
            throw told;
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private String noiseForMessage() {
        List<String> noise = router.noise().lines();
        return noise.isEmpty() ? "" : " The last lines of its stdout that are not JSON: " + String.join("\n", noise);
    }

    private void enterReserve() {
        try {
            ReserveThread.enter();
            reserved.set(true);
        } catch (OutOfMemoryError e) {
            throw new CliStartException(
                    CliStartException.Reason.OUT_OF_PROCESSES,
                    "The agent was not started: no thread can be created, so that its session could not be closed"
                            + " reliably. Raise the limit of threads of this process or container.",
                    e);
        }
    }

    /**
     * Shakes hands. The agent repeats what it has asked before and still waits for; that is served then, if it is not being
     * served already.
     *
     * @return what the agent answered to {@code initialize}
     */
    public RawJson initialize() {
        return initialize(Deadline.never());
    }

    private RawJson initialize(Deadline deadline) {
        Map<String, @Nullable Object> fields = InitializeRequest.fields(options, hooks.toWire());
        fields.putAll(handshake);
        Duration own = limits.initializeTimeout();
        // At least a nanosecond: a timeout is positive.
        Duration left = Duration.ofNanos(Math.max(1, deadline.remainingNanos()));
        return control.request("initialize", fields, left.compareTo(own) < 0 ? left : own);
    }

    /** Once per session, as the official Python SDK does it: a callback that is never called is hard to see. */
    private void warnOfShadowedCallback() {
        if (options.permissionCallback().isEmpty()) {
            return;
        }
        if (options.permissionMode()
                .filter(PermissionMode.BYPASS_PERMISSIONS::equals)
                .isPresent()) {
            log.warn("The permission callback will not be called: the permission mode is bypassPermissions");
        }
        // X, X() and X(*) allow the whole tool. Often meant so, hence no warning.
        List<String> whole = options.allowedTools().stream()
                .filter(rule -> rule.indexOf('(') < 0 || rule.endsWith("()") || rule.endsWith("(*)"))
                .toList();
        if (!whole.isEmpty()) {
            log.info("The permission callback will not be called for {}, which allowedTools allows as a whole", whole);
        }
    }

    /** An end without {@link #close()} is a report too. What comes after one is ignored: close() makes its own. */
    @SuppressWarnings("FutureReturnValueIgnored") // a transport's exit never completes exceptionally
    private void watchExit() {
        transport.exit().thenAccept(exit -> {
            if (!end.isClosing()) {
                report.complete(exit);
            }
        });
    }

    /**
     * Sends a user message.
     *
     * @param input what the user says
     * @param sessionId the session id that the wire wants: {@code default} for a session, empty for a query
     */
    public void sendUser(UserInput input, String sessionId) {
        if (!sendUser(input, sessionId, Deadline.never())) {
            throw new IllegalStateException("A write without a time limit has timed out.");
        }
    }

    /**
     * Sends a user message, if the agent reads it by the deadline.
     *
     * @param input what the user says
     * @param sessionId the session id that the wire wants: {@code default} for a session, empty for a query
     * @param deadline until when the agent must have read it
     * @return false if it was not written as a whole; then nothing more can be sent
     */
    public boolean sendUser(UserInput input, String sessionId, Deadline deadline) {
        dialect.requireInput(input);
        String queuedAs = dialect.followsQueuedInput() ? runs.idForQueued(input) : null;
        byte[] line = Frames.user(queuedAs == null ? input : input.withUuid(queuedAs), sessionId);
        // qwen 0.24.4 does not know the field, and begins a turn.
        boolean silent = dialect.followsQueuedInput() && !input.beginsTurn();
        runs.userMessage(queuedAs, silent);
        try {
            boolean sent = outbox.send(line, deadline, "the user message could be sent");
            if (!sent) {
                runs.notSent(queuedAs, silent);
            }
            return sent;
        } catch (RuntimeException e) {
            runs.notSent(queuedAs, silent);
            throw e;
        }
    }

    /**
     * Sends a control request and waits for its answer.
     *
     * @param request the request
     * @param <T> the answer
     * @return the answer
     */
    public <T> T request(ControlRequest<T> request) {
        return request.read(control.request(request.subtype(), request.fields(), timeoutOf(request)));
    }

    /**
     * Sends a control request.
     *
     * @param request the request
     * @param <T> the answer
     * @return a future whose dependents run on a callback thread, and whose cancellation withdraws the request
     */
    public <T> CompletableFuture<T> requestAsync(ControlRequest<T> request) {
        return control.requestAsync(request, timeoutOf(request));
    }

    /**
     * Replaces the MCP servers that were set by earlier such calls. Servers of this process are served from before the
     * agent is asked, since it connects before it answers.
     *
     * @param servers configurations, or servers of this process, by name
     * @return what the agent did
     */
    public McpServersChange setMcpServers(Map<String, ?> servers) {
        Map<String, McpServer> inProcess = new LinkedHashMap<>();
        // claude 2.1.329 also ends the servers of the handshake that are not named here.
        Map<String, Object> configs = new LinkedHashMap<>(SdkServers.configs(options.toolServers()));
        servers.forEach((name, server) -> {
            if (server instanceof McpServer mine) {
                inProcess.put(ToolServer.requireName(name), mine);
                configs.put(name, SdkServers.config(name, mine));
            } else {
                configs.put(name, server);
            }
        });
        Runnable undo = tools.replaceDynamic(inProcess);
        try {
            McpServersChange change = request(ControlRequests.setMcpServers(configs));
            tools.retainDynamic(inProcess.keySet());
            return change;
        } catch (RuntimeException e) {
            undo.run();
            throw e;
        }
    }

    private Duration timeoutOf(ControlRequest<?> request) {
        return request.timeout().orElse(limits.controlTimeout());
    }

    /**
     * Tells the agent that no more messages come, as soon as none of its own requests is being served: an answer on its way
     * must still reach it.
     */
    public void endInputWhenIdle() {
        incoming.whenIdle(() -> transport.endInput(Deadline.in(limits.controlTimeout())));
    }

    /**
     * The session that the agent works in.
     *
     * @return the id that the agent named last; before that the one that the options determine; empty if neither is known
     */
    public Optional<String> sessionId() {
        String named = runs.sessionId();
        if (named != null) {
            return Optional.of(named);
        }
        Conversation conversation = options.conversation();
        // A name or a title may be resumed too, which is no id.
        return conversation
                .sessionId()
                .or(() -> conversation.resume().filter(id -> !conversation.fork() && SessionIds.isUuid(id)));
    }

    /**
     * What the agent is doing.
     *
     * @return the state now
     */
    public RunState runState() {
        return runs.state();
    }

    /**
     * The end of the run.
     *
     * @return a new future whose dependents run on a callback thread
     */
    public CompletableFuture<Void> whenRunFinished() {
        return runs.whenFinished();
    }

    /**
     * Refuses a message with content that the CLI does not take.
     *
     * @param input the message
     * @param options the options of the session
     * @throws IllegalArgumentException if it has a block that the dialect does not take
     */
    public static void requireInput(UserInput input, AgentOptions options) {
        Dialect.of(options).requireInput(input);
    }

    /**
     * Refuses to wait for a response that cannot come.
     *
     * @throws IllegalStateException if no message was sent that begins a turn, and the agent has begun none
     */
    public void requireTurn() {
        if (!runs.hadTurn()) {
            throw new IllegalStateException(
                    "There is no response to wait for: no message was sent in this session. Call"
                            + " send() first, or take what the agent says by itself with receiveMessages().");
        }
    }

    /**
     * Interrupts the turn whose time limit has passed. Waits for the agent's confirmation for a short time: a message that
     * is sent before it might be the one that is interrupted.
     *
     * @param why gets what went wrong as a suppressed exception
     */
    public void interruptFor(AgentException why) {
        try {
            request(ControlRequests.interrupt().withTimeout(INTERRUPT_AT_LIMIT));
        } catch (AgentException e) {
            why.addSuppressed(e);
        }
    }

    /** What is left of interrupted turns, seen from the newest user message. */
    RunTracker.Leftovers leftovers() {
        return runs.leftovers();
    }

    /**
     * Sets the session that tools see.
     *
     * @param session the application's view of this connection
     */
    public void belongsTo(Object session) {
        scope.belongsTo(session);
    }

    /** Takes what comes next; waits for it as long as the agent lives and the limit allows. Null when the messages have ended. */
    MessageSource.@Nullable Taken take(TimeLimit limit) {
        scope.refuseWaiting();
        return messages.next(limit);
    }

    /**
     * The messages as a publisher, for one subscriber.
     *
     * @param until where it ends
     * @param onDone runs when it has seen its result
     * @return a new publisher
     */
    public Flow.Publisher<Message> publisher(MessageCursor.Until until, Runnable onDone) {
        return new MessagePublisher(
                new MessageCursor(this, until, onDone),
                messages,
                queue,
                options.callbackExecutor().orElse(callbacks::executeInterruptible),
                callbacks::executeAlways);
    }

    /**
     * Why there is no message although one was expected.
     *
     * @param expected what was expected, for example {@code the result of the turn}
     * @return what to throw
     */
    public AgentException endedBefore(String expected) {
        return end.endedBefore(expected);
    }

    /**
     * Whether the end of the messages was in good order; see {@link EndState#endedInOrder()}.
     *
     * @return also true if the session was closed
     */
    public boolean endedInOrder() {
        return end.endedInOrder();
    }

    /** Whether the agent has ended by itself, in good order. */
    boolean exitedInOrder() {
        return !end.isClosing() && end.endedInOrder();
    }

    @Override
    public void onRequest(ControlFrame request, boolean cancel) {
        if (cancel) {
            incoming.cancel(request.requestId());
        } else {
            incoming.begin(request);
        }
    }

    @Override
    public void onUnreadableRequest(UnreadableRequest request) {
        incoming.refuseUnreadable(request);
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
    public void onSessionNews(byte[] line) {
        if (store != null) {
            store.onSessionNews(line);
        }
    }

    @Override
    public void onStderr(String line) {
        if (stderr != null) {
            stderr.add(line);
        }
    }

    /** Allocates nothing before those who wait are released: memory may have run out. The transport ends the agent. */
    @Override
    public void onFailure(Throwable cause) {
        end.readingFailed(cause);
        atFailure.take();
        closeSoon();
    }

    /** Not by this thread, which reads. Without a thread it is left to the application, which closes what it opened. */
    private void closeSoon() {
        if (!callbacks.tryExecute(this::close)) {
            log.warn("No thread can be created to close a session that has failed; its own close() does it");
        }
    }

    private void failPending() {
        pending.end(failureOf);
    }

    private AgentException failureOf(PendingRequests.Pending request) {
        AgentException why = end.failure();
        return why == null ? end.endedBefore("answering " + request.subtype()) : why;
    }

    @Override
    public void onEnd() {
        atEnd.take();
    }

    private void endPending() {
        ExitReport exit = end.exit();
        pending.end(request -> end.isClosing() ? end.closed() : end.exited("answering " + request.subtype(), exit));
    }

    private void endRuns() {
        runs.end(end.endedBefore("the end of the run"));
    }

    private void endIncoming() {
        incoming.end();
    }

    private void endTools() {
        tools.end();
    }

    private void endMessages() {
        queue.end();
    }

    private void endStore() {
        if (store != null) {
            CloseSteps.run("sending to the session store", store::onEnd);
        }
    }

    /** Ends the session for a reason of its own; the close is done by a callback thread, since this one reads. */
    private void fail(AgentException why) {
        end.failed(why);
        CloseSteps.run("failing the requests that wait", () -> pending.end(request -> why));
        CloseSteps.run("ending the messages", queue::end);
        if (!callbacks.tryExecute(this::close) && !end.isClosing()) {
            // No thread is left. The reading thread may close the transport, but must not write and wait.
            close(Closing.CLOSED, null, false);
        }
    }

    /**
     * Ends the agent: politely as long as the transport's drain limit allows, then as the transport does it; all within
     * its total limit. Any number of threads may call it; all get the same report, but a caller that would wait longer than
     * {@link #OTHER_CLOSER} beyond that limit: it gets what is known by then.
     *
     * <p>Every step is done whatever the ones before have thrown, and none of them needs a new thread.
     *
     * @return how the agent ended
     */
    public ExitReport close() {
        return close(Closing.CLOSED, null, true);
    }

    @Override
    public void onJvmExit(Deadline deadline) {
        close(Closing.JVM_EXIT, deadline, true);
    }

    private ExitReport close(Closing reason, @Nullable Deadline limit, boolean politely) {
        Transport.CloseLimits given = CloseSteps.get("asking for the limits of the close", transport::closeLimits);
        Transport.CloseLimits closeLimits = given == null ? DEFAULT_CLOSE_LIMITS : given;
        Deadline total = limit == null ? Deadline.in(closeLimits.total()) : limit.atMost(closeLimits.total());
        if (end.beginClosing(reason)) {
            close(total, total.atMost(politely ? closeLimits.drain() : Duration.ZERO), politely);
        }
        return awaitReport(total);
    }

    /** By the first closer. Completes the report on every path. */
    private void close(Deadline total, Deadline polite, boolean politely) {
        long start = System.nanoTime();
        boolean inTurn = runs.turnRunning();
        boolean endedByItself = true;
        ExitReport exit = null;
        try {
            try {
                refuseNewWork();
                if (politely) {
                    CloseSteps.run("asking the agent to end", () -> endPolitely(polite));
                }
                endedByItself = !opened || ended.getCount() == 0;
                if (store != null) {
                    // While the agent ends, the store has time, too.
                    CloseSteps.run("sending to the session store", store::onEnd);
                }
            } finally {
                exit = CloseSteps.get("closing the transport", () -> transport.close(total));
            }
            if (store != null) {
                CloseSteps.run("closing the session store", () -> store.close(total));
            }
            CloseSteps.run("ending the messages", queue::end);
            CloseSteps.run("ending the callback threads", callbacks::end);
            CloseSteps.run("counting warnings", () -> counters.warnings.end(log::warn));
        } finally {
            report.complete(
                    withCutTurn(exit == null ? unknownEnd(start) : withElapsed(exit, start), inTurn && !endedByItself));
            if (reserved.getAndSet(false)) {
                ReserveThread.leave();
            }
        }
    }

    boolean isClosing() {
        return end.isClosing();
    }

    /** A reading thread that failed is the better reason: the close follows from it. */
    private AgentException endOfTheRun() {
        AgentException why = end.failure();
        return why == null ? end.closed() : why;
    }

    private void refuseNewWork() {
        CloseSteps.run("failing the requests that wait", () -> pending.end(request -> end.closed()));
        CloseSteps.run("ending the run", () -> runs.end(endOfTheRun()));
        CloseSteps.run("cancelling callbacks", incoming::end);
        CloseSteps.run("ending the tool servers", tools::end);
        CloseSteps.run("letting the agent write", queue::drain);
    }

    private void endPolitely(Deadline polite) {
        if (!opened || ended.getCount() == 0) {
            return;
        }
        try {
            if (runs.turnRunning()) {
                // Measured on claude: an interrupted turn ends in 0.2 s with its partial answer saved; EOF alone
                // does not end a running turn. What is queued is cancelled, or it would be the next turn: one that
                // nobody sees, and that takes SIGKILL to end.
                byte[] interrupt =
                        Frames.request("req_close", dialect.request("interrupt", Map.of("cancel_queued", true)));
                transport.send(interrupt, polite);
            }
            transport.endInput(polite);
            awaitEnded(polite);
        } catch (TransportClosedException e) {
            // The agent has gone or its stdin is closed: there is nobody to be polite to.
            log.debug("The agent cannot be asked to end: {}", e.getMessage());
        }
    }

    /** The transport has not counted the polite part. */
    private static ExitReport withElapsed(ExitReport exit, long start) {
        if (exit.stage() == ExitReport.Stage.NOT_STARTED) {
            return exit;
        }
        return exit.toBuilder()
                .elapsed(Duration.ofNanos(System.nanoTime() - start))
                .build();
    }

    /** The caller cannot see otherwise that the answer so far may be lost. */
    private static ExitReport withCutTurn(ExitReport exit, boolean cut) {
        if (!cut) {
            return exit;
        }
        List<String> problems = new ArrayList<>(exit.problems());
        problems.add(
                "the agent did not end its turn in the time for a polite end: the answer so far may be missing in its"
                        + " session file (a longer time of the transport for the close keeps it)");
        return exit.toBuilder().problems(problems).build();
    }

    /** The transport has thrown, or has not answered in time: the agent may live. */
    private ExitReport unknownEnd(long start) {
        ExitReport known = end.exit();
        if (known != null) {
            return known;
        }
        List<Long> left = opened ? pid().stream().boxed().toList() : List.of();
        return ExitReport.builder(opened ? ExitReport.Stage.ABANDONED : ExitReport.Stage.NOT_STARTED)
                .elapsed(Duration.ofNanos(System.nanoTime() - start))
                .leftBehind(left)
                .build();
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

    /**
     * Waits for the thread that closes, which has a deadline of its own. If it misses that by far, the transport's report
     * has to do: no closer waits without a bound.
     */
    private ExitReport awaitReport(Deadline total) {
        long bound = Math.max(0, total.remainingNanos()) + OTHER_CLOSER.toNanos();
        long start = System.nanoTime();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return report.get(Math.max(0, bound - (System.nanoTime() - start)), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (TimeoutException e) {
                    log.warn("Another thread's close of this session has not ended in time");
                    return unknownEnd(start);
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
        return report.thenApplyAsync(exit -> exit, Connection::onOwnThread);
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
        ReserveThread.start(() -> DaemonThreads.create(work, "agent-sdk-exit"));
    }

    /**
     * The counters.
     *
     * @return their values now
     */
    public SessionStatistics statistics() {
        return counters.snapshot(queue.dropped(), store == null ? 0 : store.refusedFrames());
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
