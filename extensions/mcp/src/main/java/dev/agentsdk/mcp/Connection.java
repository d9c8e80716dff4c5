package dev.agentsdk.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.spi.WarningLimit;
import dev.agentsdk.tool.McpPeer;
import dev.agentsdk.tool.McpServerSession;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpServerTransport;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** One agent at one server: passes messages on, and knows which response belongs to which request. */
final class Connection implements McpServerSession {

    private static final Logger log = LoggerFactory.getLogger(Connection.class);

    private static final String SERVER_CLOSED = "The MCP server is closed.";

    /** The code with which the tunnel ends a call that was taken back; as with this SDK's own tools. */
    private static final int CANCELLED = -32800;

    private static final String CANCELLED_NOTIFICATION = "notifications/cancelled";

    /** A server that waits for more answers than this has no use for the oldest. */
    private static final int MAX_ASKED = 10_000;

    private static final CompletionStage<Optional<RawJson>> NOTHING =
            CompletableFuture.completedFuture(Optional.empty());

    private final McpPeer peer;
    private final McpJsonMapper json;
    private final RequestChecks checks;
    private final WarningLimit warnings;
    private final Consumer<String> whenClosed;
    private final io.modelcontextprotocol.spec.McpServerSession session;

    /** By their ids as the MCP SDK reads them: the number 1 and the string "1" are two ids. */
    private final Map<Object, RunningRequest> running = new ConcurrentHashMap<>();

    /**
     * The ids of the server's own requests. A response to another one is dropped: the MCP SDK would log it as the agent wrote
     * it.
     */
    private final Map<Object, Boolean> asked = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Boolean> eldest) {
            return size() > MAX_ASKED;
        }
    });

    /** Touched by {@link #handle} only, which runs one at a time. */
    private boolean initialized;

    private volatile boolean closed;

    Connection(
            McpPeer peer,
            McpJsonMapper json,
            RequestChecks checks,
            io.modelcontextprotocol.spec.McpServerSession.Factory factory,
            WarningLimit warnings,
            Consumer<String> whenClosed) {
        this.peer = peer;
        this.json = json;
        this.checks = checks;
        this.warnings = warnings;
        this.whenClosed = whenClosed;
        this.session = factory.create(new Transport());
    }

    String id() {
        return session.getId();
    }

    Mono<Void> notifyAgent(String method, Object params) {
        return session.sendNotification(method, params);
    }

    // ---- from the agent

    @Override
    public CompletionStage<Optional<RawJson>> handle(RawJson raw) {
        JSONRPCMessage message;
        try {
            message = McpSchema.deserializeJsonRpcMessage(json, raw.text());
        } catch (Exception e) {
            // The agent's fault, which it could repeat without end: the application gets no report of it.
            log.debug(
                    "The MCP server cannot read a message of the agent: {}",
                    e.getClass().getName());
            return refusal(raw);
        } catch (Throwable e) { // an Error: the agent waits for an answer
            return CompletableFuture.failedFuture(
                    new IllegalStateException("The MCP server cannot read the message: " + e, e));
        }
        if (message instanceof JSONRPCRequest request) {
            try {
                return start(checks.check(request));
            } catch (RequestChecks.Refused e) {
                return CompletableFuture.completedFuture(Optional.of(error(request.id(), e.code(), e.text())));
            }
        }
        if (message instanceof JSONRPCNotification notification) {
            take(notification);
        } else if (message instanceof JSONRPCResponse response) {
            if (response.id() != null && asked.remove(response.id()) != null) {
                // Somebody waits for it: the server's own code goes on with it, so not on this thread.
                execute(() -> handleQuietly(response));
            }
        }
        return NOTHING;
    }

    /** To what is no message of JSON-RPC: an error if it has an id, and nothing otherwise. */
    private static CompletionStage<Optional<RawJson>> refusal(RawJson raw) {
        JsonNode id = raw.tree().path("id");
        return id.isValueNode() && !id.isNull()
                ? CompletableFuture.completedFuture(Optional.of(error(
                        id,
                        McpSchema.ErrorCodes.INVALID_REQUEST,
                        "This is no request of JSON-RPC 2.0 with a string or an integer as its id.")))
                : NOTHING;
    }

    private CompletionStage<Optional<RawJson>> start(JSONRPCRequest request) {
        RunningRequest started = new RunningRequest(request);
        if (running.putIfAbsent(request.id(), started) != null) {
            // Two requests under one id could not be ended both.
            return CompletableFuture.completedFuture(Optional.of(error(
                    request.id(), McpSchema.ErrorCodes.INVALID_REQUEST, "The id is that of a request under way.")));
        }
        if (closed) {
            // Also if that has happened since: nothing else would end it.
            finish(request.id(), McpSchema.ErrorCodes.INTERNAL_ERROR, SERVER_CLOSED);
        } else if (request.method().equals(McpSchema.METHOD_INITIALIZE)) {
            // Here, since it runs no code of the application, and all that follows needs it to be done.
            started.run(session.handle(request));
        } else {
            if (!initialized) {
                // An agent that does not say it would wait for ever: the server holds requests back until it has.
                take(notification(McpSchema.METHOD_NOTIFICATION_INITIALIZED));
            }
            execute(started);
        }
        return started.response;
    }

    /** By the constructor that all versions of the MCP SDK have; {@code new JSONRPCNotification(method)} came with 2.0. */
    private static JSONRPCNotification notification(String method) {
        return new JSONRPCNotification("2.0", method, null);
    }

    private void execute(RunningRequest request) {
        try {
            peer.executor().execute(() -> request.run(session.handle(request.request)));
        } catch (Throwable e) { // also an Error: the agent waits all the same
            // A full or shut-down pool.
            running.remove(request.request.id(), request);
            request.response.completeExceptionally(e);
        }
    }

    private void execute(Runnable work) {
        try {
            peer.executor().execute(work);
        } catch (Throwable e) { // also an Error: what follows is served all the same
            if (warnings.allows(log::warn)) {
                log.warn("A message of the agent did not reach the MCP server: its executor has refused it", e);
            }
        }
    }

    private void take(JSONRPCNotification notification) {
        if (closed) {
            return;
        }
        if (notification.method().equals(CANCELLED_NOTIFICATION)) {
            // The server has no handler for these.
            if (notification.params() instanceof Map<?, ?> params && params.get("requestId") != null) {
                cancel(Objects.requireNonNull(params.get("requestId")));
            }
        } else if (notification.method().equals(McpSchema.METHOD_NOTIFICATION_INITIALIZED)) {
            // Here, as "initialize". Twice does nothing.
            initialized = true;
            handleQuietly(notification(notification.method()));
        } else if (notification.method().equals(McpSchema.METHOD_NOTIFICATION_ROOTS_LIST_CHANGED)) {
            // Without parameters, which have no meaning here: the MCP SDK logs them if a handler fails.
            execute(() -> handleQuietly(notification(notification.method())));
        } else {
            // A server has no handlers for others, and the MCP SDK would log each of them as the agent wrote it.
            log.debug("A notification of the agent is dropped: the server has no handler for it");
        }
    }

    private void handleQuietly(JSONRPCMessage message) {
        session.handle(message).subscribe(nothing -> {}, this::failed);
    }

    private void failed(Throwable error) {
        if (warnings.allows(log::warn)) {
            log.warn("The MCP server has failed over a message of the agent", error);
        }
    }

    private void cancel(Object id) {
        RunningRequest request = running.get(id);
        if (request != null) {
            finish(id, CANCELLED, "The call was cancelled.");
            request.cancel();
        }
    }

    @Override
    public void close() {
        // Cleans up in the server, and comes to Transport.close().
        session.close();
    }

    // ---- from the server

    private void send(JSONRPCMessage message) {
        if (message instanceof JSONRPCResponse response) {
            RunningRequest request = response.id() == null ? null : running.remove(response.id());
            if (request != null) {
                report(request.request, response);
                request.complete(response);
            }
        } else if (!closed) {
            if (message instanceof JSONRPCRequest request) {
                asked.put(request.id(), true);
            }
            peer.send(write(message));
        }
    }

    /** A handler that has thrown: the agent is told, and the application should know too. */
    private void report(JSONRPCRequest request, JSONRPCResponse response) {
        if (request.method().equals(McpSchema.METHOD_TOOLS_CALL)
                && response.error() != null
                && Objects.equals(response.error().code(), McpSchema.ErrorCodes.INTERNAL_ERROR)) {
            reportFailure(request, new McpError(response.error()));
        }
    }

    private void reportFailure(JSONRPCRequest request, Throwable error) {
        // Otherwise the agent's message is wrong, and no tool has failed.
        if (request.params() instanceof Map<?, ?> params) {
            peer.toolFailed(String.valueOf(params.get("name")), error);
        }
    }

    private void finish(Object id, int code, String message) {
        RunningRequest request = running.remove(id);
        if (request != null) {
            request.fail(code, message);
        }
    }

    private static RawJson error(Object id, int code, String message) {
        ObjectNode response = JsonNodeFactory.instance.objectNode().put("jsonrpc", "2.0");
        response.putPOJO("id", id);
        response.putObject("error").put("code", code).put("message", message);
        return RawJson.of(response.toString());
    }

    private RawJson write(JSONRPCMessage message) {
        byte[] bytes;
        try {
            bytes = json.writeValueAsBytes(message);
        } catch (IOException e) {
            throw new IllegalArgumentException("The MCP server's message cannot be written as JSON", e);
        }
        return RawJson.wrap(bytes, 0, bytes.length);
    }

    private final class Transport implements McpServerTransport {

        @Override
        public Mono<Void> sendMessage(JSONRPCMessage message) {
            return Mono.fromRunnable(() -> send(message));
        }

        @Override
        public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
            return json.convertValue(data, type);
        }

        @Override
        public Mono<Void> closeGracefully() {
            return Mono.fromRunnable(this::close);
        }

        @Override
        public void close() {
            closed = true;
            whenClosed.accept(id());
            running.forEach((id, request) -> {
                finish(id, McpSchema.ErrorCodes.INTERNAL_ERROR, SERVER_CLOSED);
                request.cancel();
            });
        }
    }

    /** A request that the agent waits for. */
    private final class RunningRequest {
        private final JSONRPCRequest request;
        private final CompletableFuture<Optional<RawJson>> response = new CompletableFuture<>();
        private final InterruptibleSubscription subscription = new InterruptibleSubscription();

        RunningRequest(JSONRPCRequest request) {
            this.request = request;
        }

        /** An Error on another thread does not reach the subscription: Reactor takes it for the end of that thread. */
        void run(Mono<Void> handling) {
            FatalErrors.reportingTo(this::ended, () -> subscription.subscribe(handling, this::ended));
        }

        /** Nothing more comes: without a response so far, there is none. */
        private void ended(@Nullable Throwable error) {
            if (!running.remove(request.id(), this)) {
                return;
            }
            if (request.method().equals(McpSchema.METHOD_TOOLS_CALL)) {
                Throwable why = error != null ? error : new NullPointerException("The tool returned null.");
                reportFailure(request, why);
                fail(McpSchema.ErrorCodes.INTERNAL_ERROR, why.getMessage() != null ? why.getMessage() : why.toString());
            } else if (error != null) {
                response.completeExceptionally(error);
            } else {
                response.complete(Optional.empty());
            }
        }

        void fail(int code, String message) {
            response.complete(Optional.of(error(request.id(), code, message)));
        }

        void complete(JSONRPCResponse with) {
            try {
                response.complete(Optional.of(write(with)));
            } catch (Throwable e) { // also an Error
                // The agent waits all the same.
                response.completeExceptionally(e);
            }
        }

        void cancel() {
            subscription.cancel();
        }
    }
}
