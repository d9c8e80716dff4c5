package dev.agentsdk.internal.session;

import dev.agentsdk.callback.internal.CallbackThreads;
import dev.agentsdk.callback.internal.SerialExecutor;
import dev.agentsdk.errors.CallbackException;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Json;
import dev.agentsdk.json.internal.LineParser;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.spi.WarningLimit;
import dev.agentsdk.tool.McpServer;
import dev.agentsdk.tool.McpServerSession;
import dev.agentsdk.tool.internal.EmptyTexts;
import dev.agentsdk.tool.internal.QuickMcpSession;
import dev.agentsdk.tool.internal.SdkPeer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One MCP server of this process, as one agent reaches it. Opened by the first message; one that cannot be opened answers
 * with the reason until the next {@code initialize}. Forms and codes as with the official Python SDK.
 *
 * <p>A second {@code initialize} is a new connection beside the old one: {@code claude} 2.1 begins one with each server
 * whenever it is given other servers, while calls run; {@code qwen} 0.24 after a call that took too long. Both count their
 * ids from the beginning. The old connection gets no new requests. It is closed when those under way are answered or taken
 * back.
 */
final class McpTunnel {

    private static final Logger log = LoggerFactory.getLogger(McpTunnel.class);

    /** Bounds what an agent that does not read can pile up. */
    private static final int MAX_UNTAKEN = 1000;

    private static final String CANCELLED = "notifications/cancelled";

    /** How notifications end whose news the newest connection has as well. */
    private static final String LIST_CHANGED = "/list_changed";

    /**
     * Servers make trees of messages, which take up to a hundred bytes a token. A message of 16 MiB with 8 bytes a token still
     * passes.
     */
    static final int MAX_TOKENS = 2_000_000;

    private final String name;
    private final McpServer server;
    private final CallbackThreads threads;
    private final CallbackErrors errors;
    private final BooleanSupplier isClosing;
    private final SerialExecutor serial;

    /** Writes answers and the server's own messages in their order: progress of a call goes out before its result. */
    private final SerialExecutor outgoing;

    private final McpBridge.@Nullable ToAgent toAgent;
    private final Executor applicationExecutor;

    /** The server's own messages that the agent has not taken yet. */
    private final AtomicInteger untaken = new AtomicInteger();

    /** The newest, which gets all that comes. Written by the serial executor only. */
    private volatile @Nullable Line line;

    /** Older ones with requests under way, the oldest first. */
    private final List<Line> retired = new CopyOnWriteArrayList<>();

    /** A connection. */
    private static final class Line {
        /** Set once, before the first message is passed to it. */
        private volatile @Nullable McpServerSession session;

        private final AtomicBoolean closed = new AtomicBoolean();

        /** Whether there is a newer one. */
        private volatile boolean replaced;

        /** Requests under way, by their ids as JSON text. Guarded by itself. */
        private final Map<String, Incoming> inFlight = new HashMap<>();

        McpServerSession session() {
            return Objects.requireNonNull(session, "open() has not returned");
        }

        boolean begin(String key, Incoming incoming) {
            synchronized (inFlight) {
                return inFlight.putIfAbsent(key, incoming) == null;
            }
        }

        void remove(String key, Incoming incoming) {
            synchronized (inFlight) {
                inFlight.remove(key, incoming);
            }
        }

        @Nullable
        Incoming remove(String key) {
            synchronized (inFlight) {
                return inFlight.remove(key);
            }
        }

        boolean isIdle() {
            synchronized (inFlight) {
                return inFlight.isEmpty();
            }
        }
    }

    private volatile boolean ended;
    private @Nullable Throwable notOpened;
    private boolean initialized;

    McpTunnel(
            String name,
            McpServer server,
            CallbackThreads threads,
            Executor applicationExecutor,
            CallbackErrors errors,
            BooleanSupplier isClosing,
            McpBridge.@Nullable ToAgent toAgent) {
        this.name = name;
        this.server = server;
        this.threads = threads;
        this.errors = errors;
        this.isClosing = isClosing;
        // Always: also the end has to run.
        this.serial = new SerialExecutor(threads::executeAlways);
        this.outgoing = new SerialExecutor(threads::executeAlways);
        this.toAgent = toAgent;
        this.applicationExecutor = applicationExecutor;
    }

    static RawJson error(@Nullable RawJson id, int code, String message) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", code);
        error.put("message", message);
        Map<String, @Nullable Object> response = new LinkedHashMap<>();
        response.put("jsonrpc", "2.0");
        response.put("id", id);
        response.put("error", error);
        return Json.raw(response);
    }

    /** A response as the agent's request wants it. */
    static Map<String, Object> wrapped(Object response) {
        return Map.of("mcp_response", response);
    }

    /** A message has come. Does not wait. */
    void accept(Incoming incoming, RawJson message) {
        incoming.hold();
        serial.execute(() -> {
            try {
                if (!incoming.isSettled()) {
                    handle(incoming, message);
                }
            } catch (Throwable e) { // also an Error: the agent waits for an answer
                errors.report(McpBridge.failure(name, e));
                answer(incoming, error(null, McpBridge.INTERNAL_ERROR, text(e)));
            } finally {
                incoming.release();
            }
        });
    }

    private void handle(Incoming incoming, RawJson message) throws IOException {
        ShallowObject fields = ShallowObject.of(message);
        RawJson id = fields.raw("id").orElse(null);
        Optional<String> method = fields.string("method");
        if (hasTooManyTokens(message)) {
            answer(
                    incoming,
                    error(
                            id,
                            McpBridge.INVALID_REQUEST,
                            "The message holds more than " + MAX_TOKENS + " JSON tokens."));
            return;
        }
        Line to = opened(method.filter("initialize"::equals).isPresent());
        if (to == null) {
            answer(
                    incoming,
                    error(
                            id,
                            McpBridge.INTERNAL_ERROR,
                            "The MCP server " + name + " cannot be used: "
                                    + (notOpened == null ? "it has ended" : text(notOpened)) + "."));
            return;
        }
        if (id == null || method.isEmpty()) {
            if (id == null && method.filter(CANCELLED::equals).isPresent()) {
                cancel(to, message, fields);
            } else {
                pass(to, message);
            }
            // There is no response to these, but the agent's request wants an answer.
            incoming.answer(wrapped(Map.of("jsonrpc", "2.0", "result", Map.of())));
            return;
        }
        String key = key(id);
        if (!to.begin(key, incoming)) {
            answer(incoming, error(id, McpBridge.INTERNAL_ERROR, "The id " + key + " is that of a request under way."));
            return;
        }
        incoming.cancellation().onCancel(() -> serial.execute(() -> takenBack(incoming, id, to)));
        CompletionStage<Optional<RawJson>> response = pass(to, message);
        if (response == null) {
            settle(to, incoming, key, error(id, McpBridge.INTERNAL_ERROR, "The MCP server " + name + " has failed."));
        } else {
            boolean isForeign = !(to.session() instanceof QuickMcpSession);
            boolean isCall = method.filter("tools/call"::equals).isPresent();
            relay(to, incoming, id, key, isForeign && isCall ? withoutEmptyTexts(response) : response);
        }
    }

    /** The same for ids that are the same value: of a string, its characters, however they are escaped. */
    private static String key(RawJson id) {
        return id.text().startsWith("\"") ? "\"" + id.tree().textValue() : id.text();
    }

    private static boolean hasTooManyTokens(RawJson message) throws IOException {
        if (message.size() <= MAX_TOKENS) {
            return false;
        }
        try (LineParser in = new LineParser()) {
            in.begin(message.utf8());
            int tokens = 0;
            while (tokens <= MAX_TOKENS && in.nextToken() != null) {
                tokens++;
            }
            return tokens > MAX_TOKENS;
        }
    }

    private @Nullable Line opened(boolean initialize) {
        if (initialize) {
            Line old = line;
            if (initialized && old != null) {
                line = null;
                old.replaced = true;
                retired.add(old);
                closeIfDone(old);
                if (ended) {
                    // Meanwhile; end() may not have seen it.
                    end(old);
                }
            }
            initialized = true;
        }
        if (line == null && !ended && (notOpened == null || initialize)) {
            try {
                Line opened = new Line();
                McpServerSession session =
                        Objects.requireNonNull(server.open(new Peer(opened)), "open() returned null");
                opened.session = session;
                line = opened;
                notOpened = null;
                if (ended) {
                    // Meanwhile; end() may not have seen it.
                    close(opened);
                }
            } catch (Throwable e) { // a missing class, for example: the agent is told why, and what follows is served
                notOpened = e;
                errors.report(McpBridge.failure(name, e));
            }
        }
        return line;
    }

    /** A connection that was replaced is closed with its last request. */
    private void closeIfDone(Line old) {
        if (old.isIdle() && retired.remove(old)) {
            serial.execute(() -> close(old));
        }
    }

    /** Hands a message to the server. Null if it threw, or has no answer to come. */
    private @Nullable CompletionStage<Optional<RawJson>> pass(Line to, RawJson message) {
        try {
            CompletionStage<Optional<RawJson>> response = to.session().handle(message);
            if (response == null) {
                throw new NullPointerException("handle() returned null");
            }
            return response;
        } catch (Throwable e) {
            errors.report(McpBridge.failure(name, e));
            return null;
        }
    }

    /**
     * Cancels one request: the oldest that runs under the id, whichever connection it came by. The agent does not say by
     * which connection it cancels, and counts its ids from the beginning on each. It cancels all at once, with a
     * notification for each, or the one that runs for too long, which is the oldest: so no request is cancelled that was not
     * meant. The id is free from now on, and the agent gets an answer even if the server gives none, as MCP wants it.
     */
    private void cancel(Line newest, RawJson message, ShallowObject fields) {
        RawJson id = fields.object("params").raw("requestId").orElse(null);
        if (id != null) {
            List<Line> all = new ArrayList<>(retired);
            all.add(newest);
            for (Line one : all) {
                Incoming running = one.remove(key(id));
                if (running != null) {
                    pass(one, message);
                    answer(running, error(id, McpBridge.CANCELLED, "The call was cancelled."));
                    closeIfDone(one);
                    return;
                }
            }
        }
        pass(newest, message);
    }

    /** A server may never answer a call that was cancelled: the id is free from now on. */
    private void takenBack(Incoming incoming, RawJson id, Line to) {
        to.remove(key(id), incoming);
        pass(to, cancelled(id));
        closeIfDone(to);
    }

    private static RawJson cancelled(RawJson id) {
        return Json.raw(Map.of("jsonrpc", "2.0", "method", CANCELLED, "params", Map.of("requestId", id)));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the end of the line
    private void relay(
            Line to, Incoming incoming, RawJson id, String key, CompletionStage<Optional<RawJson>> response) {
        response.whenComplete((given, error) -> {
            if (error != null) {
                Throwable why =
                        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
                errors.report(McpBridge.failure(name, why));
                settle(to, incoming, key, error(id, McpBridge.INTERNAL_ERROR, text(why)));
            } else if (given == null || given.isEmpty()) {
                settle(
                        to,
                        incoming,
                        key,
                        error(id, McpBridge.INTERNAL_ERROR, "The MCP server " + name + " gave no response."));
            } else {
                settle(to, incoming, key, given.get());
            }
        });
    }

    private static CompletionStage<Optional<RawJson>> withoutEmptyTexts(CompletionStage<Optional<RawJson>> response) {
        return response.thenApply(given -> given == null ? Optional.empty() : given.map(EmptyTexts::removedFrom));
    }

    private void settle(Line from, Incoming incoming, String key, RawJson response) {
        from.remove(key, incoming);
        answer(incoming, response);
        closeIfDone(from);
    }

    /** By whichever thread has the response, which may be one of the application's: the write may have to wait. */
    private void answer(Incoming incoming, RawJson response) {
        outgoing.execute(() -> incoming.answer(wrapped(response)));
    }

    private static String text(Throwable why) {
        return why.getMessage() == null ? why.getClass().getName() : why.getMessage();
    }

    /** The session has ended. Does not wait. */
    void end() {
        ended = true;
        retired.forEach(this::end);
        retired.clear();
        Line newest = line;
        if (newest != null) {
            end(newest);
        } else {
            serial.execute(this::leave);
        }
    }

    private void end(Line one) {
        if (one.session instanceof QuickMcpSession) {
            close(one);
        } else {
            serial.execute(() -> close(one));
        }
    }

    /** By the serial executor: what it had begun to open when the end came. */
    private void leave() {
        Line opened = line;
        line = null;
        if (opened != null) {
            close(opened);
        }
    }

    /** What is under way is cancelled; nobody waits for its answer any more. */
    private void close(Line one) {
        McpServerSession toClose = one.session;
        if (toClose != null && one.closed.compareAndSet(false, true)) {
            try {
                toClose.close();
            } catch (Throwable e) { // also an Error: the session has other servers, and a new connection may follow
                errors.report(McpBridge.failure(name, e));
            }
        }
    }

    private final class Peer implements SdkPeer {
        private final Line mine;

        Peer(Line mine) {
            this.mine = mine;
        }

        @Override
        public Executor executor() {
            return applicationExecutor;
        }

        @Override
        public void send(RawJson message) {
            ShallowObject fields = ShallowObject.of(message);
            boolean isRequest =
                    fields.raw("id").isPresent() && fields.string("method").isPresent();
            RawJson id = isRequest ? fields.raw("id").orElse(null) : null;
            if (mine.replaced && fields.text("method").endsWith(LIST_CHANGED)) {
                // The agent would read the list twice.
                log.debug("A notification of a replaced connection of the MCP server {} is dropped", name);
            } else if (toAgent == null) {
                if (id == null) {
                    log.debug("A notification of the MCP server {} is dropped: the agent takes none", name);
                } else if (fields.text("method").equals("ping")) {
                    respond(Json.raw(Map.of("jsonrpc", "2.0", "id", id, "result", Map.of())));
                } else {
                    respond(error(id, McpBridge.METHOD_NOT_FOUND, "The agent takes no requests of MCP servers."));
                }
            } else if (untaken.incrementAndGet() > MAX_UNTAKEN) {
                untaken.decrementAndGet();
                if (errors.warnings().allows(log::warn)) {
                    log.warn(
                            "A message of the MCP server {} is dropped: the agent has not taken {}", name, MAX_UNTAKEN);
                }
                if (id != null) {
                    respond(error(id, McpBridge.INTERNAL_ERROR, "Too many messages wait for the agent."));
                }
            } else {
                outgoing.execute(() -> post(toAgent, id, message));
            }
        }

        /** The agent answers a request with a message of its own. Here comes only whether it has taken the message. */
        @SuppressWarnings("FutureReturnValueIgnored") // the end of the line
        private void post(McpBridge.ToAgent to, @Nullable RawJson id, RawJson message) {
            to.send(name, message).whenComplete((taken, refusal) -> {
                untaken.decrementAndGet();
                if (refusal != null) {
                    log.debug("The agent did not take a message of the MCP server {}: {}", name, text(refusal));
                    if (id != null) {
                        respond(error(id, McpBridge.METHOD_NOT_FOUND, text(refusal)));
                    }
                }
            });
        }

        private void respond(RawJson response) {
            serial.execute(() -> {
                if (mine == line || retired.contains(mine)) {
                    pass(mine, response);
                }
            });
        }

        @Override
        public void executeOnSdkThread(Runnable work) {
            threads.executeAlways(work);
        }

        @Override
        public boolean isOver() {
            return ended || isClosing.getAsBoolean();
        }

        @Override
        public WarningLimit warnings() {
            return errors.warnings();
        }

        @Override
        public void toolFailed(String tool, Throwable why) {
            errors.report(new CallbackException(CallbackException.Kind.TOOL, name + "/" + tool, why));
        }
    }
}
