package dev.agentsdk.internal;

import dev.agentsdk.CallbackException;
import dev.agentsdk.message.RawJson;
import dev.agentsdk.tool.McpServer;
import dev.agentsdk.tool.McpServerSession;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One MCP server of this process, as one agent reaches it. Opened by the first message; one that cannot be opened answers
 * with the reason until the next {@code initialize}. Forms and codes as with the official Python SDK.
 *
 * <p>A second {@code initialize} is a new connection, although nobody has said that the old one is over: {@code qwen} 0.24
 * begins one after a call that took too long, with the same ids.
 */
final class McpTunnel {

    private static final Logger log = LoggerFactory.getLogger(McpTunnel.class);

    /** Bounds what an agent that does not read can pile up. */
    private static final int MAX_UNTAKEN = 1000;

    private final String name;
    private final McpServer server;
    private final CallbackThreads threads;
    private final CallbackErrors errors;
    private final SerialExecutor serial;

    /** Writes answers and the server's own messages in their order: progress of a call goes out before its result. */
    private final SerialExecutor outgoing;

    private final McpBridge.@Nullable ToAgent toAgent;
    private final Peer peer;

    /** The server's own messages that the agent has not taken yet. */
    private final AtomicInteger untaken = new AtomicInteger();

    /** Requests of this connection under way, by their ids as JSON text. Guarded by itself. */
    private final Map<String, Incoming> inFlight = new HashMap<>();

    /** Written by the serial executor only. */
    private volatile @Nullable McpServerSession session;

    private volatile boolean ended;
    private @Nullable Throwable notOpened;
    private boolean initialized;

    McpTunnel(
            String name,
            McpServer server,
            CallbackThreads threads,
            Executor applicationExecutor,
            CallbackErrors errors,
            McpBridge.@Nullable ToAgent toAgent) {
        this.name = name;
        this.server = server;
        this.threads = threads;
        this.errors = errors;
        // Always: also the end has to run.
        this.serial = new SerialExecutor(threads::executeAlways);
        this.outgoing = new SerialExecutor(threads::executeAlways);
        this.toAgent = toAgent;
        this.peer = new Peer(applicationExecutor);
    }

    static RawJson error(@Nullable RawJson id, int code, String message) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", code);
        error.put("message", message);
        Map<String, @Nullable Object> response = new LinkedHashMap<>();
        response.put("jsonrpc", "2.0");
        response.put("id", id);
        response.put("error", error);
        byte[] json = Json.encode(response);
        return RawJson.wrap(json, 0, json.length);
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

    private void handle(Incoming incoming, RawJson message) {
        ShallowObject fields = ShallowObject.of(message);
        RawJson id = fields.raw("id").orElse(null);
        Optional<String> method = fields.string("method");
        McpServerSession to = opened(method.filter("initialize"::equals).isPresent());
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
            pass(to, message);
            // There is no response to these, but the agent's request wants an answer.
            incoming.answer(wrapped(Map.of("jsonrpc", "2.0", "result", Map.of())));
            return;
        }
        String key = id.text();
        synchronized (inFlight) {
            if (inFlight.putIfAbsent(key, incoming) != null) {
                answer(
                        incoming,
                        error(id, McpBridge.INTERNAL_ERROR, "The id " + key + " is that of a request under way."));
                return;
            }
        }
        incoming.cancellation().onCancel(() -> serial.execute(() -> takenBack(incoming, id, to)));
        CompletionStage<Optional<RawJson>> response = pass(to, message);
        if (response == null) {
            settle(incoming, key, error(id, McpBridge.INTERNAL_ERROR, "The MCP server " + name + " has failed."));
        } else {
            relay(incoming, id, key, response);
        }
    }

    private @Nullable McpServerSession opened(boolean initialize) {
        if (initialize) {
            if (initialized) {
                leave();
            }
            initialized = true;
        }
        if (session == null && !ended && (notOpened == null || initialize)) {
            try {
                session = Objects.requireNonNull(server.open(peer), "open() returned null");
                notOpened = null;
                if (ended && session instanceof QuickMcpSession quick) {
                    // Meanwhile; end() has not seen it.
                    quick.close();
                }
            } catch (Throwable e) { // a missing class, for example: the agent is told why, and what follows is served
                notOpened = e;
                errors.report(McpBridge.failure(name, e));
            }
        }
        return session;
    }

    /** Hands a message to the server. Null if it threw, or has no answer to come. */
    private @Nullable CompletionStage<Optional<RawJson>> pass(McpServerSession to, Object message) {
        try {
            CompletionStage<Optional<RawJson>> response =
                    to.handle(message instanceof RawJson raw ? raw : encoded(message));
            if (response == null) {
                throw new NullPointerException("handle() returned null");
            }
            return response;
        } catch (Throwable e) {
            errors.report(McpBridge.failure(name, e));
            return null;
        }
    }

    private static RawJson encoded(Object message) {
        byte[] json = Json.encode(message);
        return RawJson.wrap(json, 0, json.length);
    }

    /** A server may never answer a call that was cancelled: the id is free from now on. */
    private void takenBack(Incoming incoming, RawJson id, McpServerSession to) {
        synchronized (inFlight) {
            inFlight.remove(id.text(), incoming);
        }
        pass(to, cancelled(id));
    }

    private static Map<String, Object> cancelled(RawJson id) {
        return Map.of("jsonrpc", "2.0", "method", "notifications/cancelled", "params", Map.of("requestId", id));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the end of the line
    private void relay(Incoming incoming, RawJson id, String key, CompletionStage<Optional<RawJson>> response) {
        response.whenComplete((given, error) -> {
            if (error != null) {
                Throwable why =
                        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
                errors.report(McpBridge.failure(name, why));
                settle(incoming, key, error(id, McpBridge.INTERNAL_ERROR, text(why)));
            } else if (given == null || given.isEmpty()) {
                settle(
                        incoming,
                        key,
                        error(id, McpBridge.INTERNAL_ERROR, "The MCP server " + name + " gave no response."));
            } else {
                settle(incoming, key, given.get());
            }
        });
    }

    private void settle(Incoming incoming, String key, RawJson response) {
        synchronized (inFlight) {
            inFlight.remove(key, incoming);
        }
        answer(incoming, response);
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
        if (session instanceof QuickMcpSession quick) {
            try {
                quick.close();
            } catch (Throwable e) { // also an Error: the session has other servers, and must end
                errors.report(McpBridge.failure(name, e));
            }
            return;
        }
        serial.execute(this::leave);
    }

    /** By the serial executor. What is under way is cancelled; nobody waits for its answer any more. */
    private void leave() {
        McpServerSession toClose = session;
        session = null;
        synchronized (inFlight) {
            inFlight.clear();
        }
        if (toClose != null) {
            try {
                toClose.close();
            } catch (Throwable e) { // also an Error: a new connection may follow
                errors.report(McpBridge.failure(name, e));
            }
        }
    }

    private final class Peer implements SdkPeer {
        private final Executor executor;

        Peer(Executor executor) {
            this.executor = executor;
        }

        @Override
        public Executor executor() {
            return executor;
        }

        @Override
        public void send(RawJson message) {
            ShallowObject fields = ShallowObject.of(message);
            boolean isRequest =
                    fields.raw("id").isPresent() && fields.string("method").isPresent();
            RawJson id = isRequest ? fields.raw("id").orElse(null) : null;
            if (toAgent == null) {
                if (id == null) {
                    log.debug("A notification of the MCP server {} is dropped: the agent takes none", name);
                } else if (fields.text("method").equals("ping")) {
                    respond(encoded(Map.of("jsonrpc", "2.0", "id", id, "result", Map.of())));
                } else {
                    respond(error(id, McpBridge.METHOD_NOT_FOUND, "The agent takes no requests of MCP servers."));
                }
            } else if (untaken.incrementAndGet() > MAX_UNTAKEN) {
                untaken.decrementAndGet();
                log.warn("A message of the MCP server {} is dropped: the agent has not taken {}", name, MAX_UNTAKEN);
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
                McpServerSession to = session;
                if (to != null) {
                    pass(to, response);
                }
            });
        }

        @Override
        public void executeOnSdkThread(Runnable work) {
            threads.executeAlways(work);
        }

        @Override
        public void toolFailed(String tool, Throwable why) {
            errors.report(new CallbackException(CallbackException.Kind.TOOL, name + "/" + tool, why));
        }
    }
}
