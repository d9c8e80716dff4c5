package dev.agentsdk.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.callback.internal.Cancellation;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Fields;
import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.schema.MisfitException;
import dev.agentsdk.spi.WarningLimit;
import dev.agentsdk.tool.internal.QuickMcpSession;
import dev.agentsdk.tool.internal.SdkPeer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Serves tools to one agent: {@code initialize}, {@code ping}, {@code tools/list}, {@code tools/call} and
 * {@code notifications/cancelled}. Calls run at the same time. Whatever goes wrong with a tool is a result that the model
 * can read, never an error of the protocol.
 */
final class ToolServerSession implements QuickMcpSession {

    /** What is answered to a client that does not say which version it speaks. */
    private static final String PROTOCOL_VERSION = "2025-06-18";

    private static final CompletionStage<Optional<RawJson>> NOTHING =
            CompletableFuture.completedFuture(Optional.empty());

    private static final RawJson LIST_CHANGED =
            RawJson.of("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}");

    private final ToolServer server;
    private final McpPeer peer;
    private final WarningLimit warnings;
    private volatile boolean closed;

    /**
     * Whether the agent takes notifications, or has a list that may become old. Set before the tools are read, and read after
     * they were changed, so that no change is missed.
     */
    private volatile boolean ready;

    /** By the JSON text of the id: the number 1 and the string "1" are two ids. */
    private final ConcurrentHashMap<String, RunningCall> running = new ConcurrentHashMap<>();

    ToolServerSession(ToolServer server, McpPeer peer) {
        this.server = server;
        this.peer = peer;
        this.warnings = peer instanceof SdkPeer sdk ? sdk.warnings() : new WarningLimit("warnings about the agent");
    }

    @Override
    public CompletionStage<Optional<RawJson>> handle(RawJson message) {
        JsonNode request = message.tree();
        JsonNode method = request.path("method");
        JsonNode id = request.get("id");
        if (!request.isObject() || (!method.isTextual() && !request.has("result") && !request.has("error"))) {
            return answer(JsonRpc.error(null, JsonRpc.INVALID_REQUEST, "Not a JSON-RPC request."));
        }
        if (!method.isTextual() || id == null || id.isNull()) {
            switch (method.asText()) {
                case "notifications/initialized" -> ready = true;
                case "notifications/cancelled" -> cancel(request.path("params").path("requestId"));
                default -> {
                    // The specification has receivers ignore what they do not know.
                }
            }
            return NOTHING;
        }
        JsonNode params = request.path("params");
        return switch (method.textValue()) {
            case "initialize" -> answer(JsonRpc.result(id, initialize(params)));
            case "ping" -> answer(JsonRpc.result(id, Map.of()));
            case "tools/list" -> answer(JsonRpc.result(id, list()));
            case "tools/call" -> call(id, params);
            default -> answer(JsonRpc.error(id, JsonRpc.METHOD_NOT_FOUND, "Method not found: " + method.textValue()));
        };
    }

    private static CompletionStage<Optional<RawJson>> answer(RawJson response) {
        return CompletableFuture.completedFuture(Optional.of(response));
    }

    private Map<String, Object> initialize(JsonNode params) {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("name", server.name());
        info.put("version", server.version());
        Map<String, Object> result = new LinkedHashMap<>();
        // Tools alone are the same in all versions so far.
        JsonNode version = params.path("protocolVersion");
        result.put("protocolVersion", version.isTextual() ? version.textValue() : PROTOCOL_VERSION);
        result.put("capabilities", Map.of("tools", Map.of("listChanged", true)));
        result.put("serverInfo", info);
        server.instructions().ifPresent(text -> result.put("instructions", text));
        return result;
    }

    private Map<String, Object> list() {
        ready = true;
        List<Object> tools = new ArrayList<>();
        server.tools().forEach(tool -> tools.add(tool.toWire()));
        return Map.of("tools", tools);
    }

    private CompletionStage<Optional<RawJson>> call(JsonNode id, JsonNode params) {
        String name = params.path("name").asText();
        if (name.isEmpty()) {
            return answer(JsonRpc.error(id, JsonRpc.INVALID_PARAMS, "tools/call needs the name of a tool."));
        }
        Tool tool = server.tool(name);
        if (tool == null) {
            return answer(JsonRpc.result(
                    id,
                    ToolResult.error("Unknown tool: " + name + ". The server " + server.name()
                                    + " has no tool of this name, or it was removed.")
                            .toWire()));
        }
        JsonNode arguments = params.path("arguments");
        Tool.Call call;
        try {
            // A call without arguments is one with none.
            call = tool.bind(
                    arguments.isMissingNode() || arguments.isNull() ? RawJson.of("{}") : Fields.raw(arguments));
        } catch (MisfitException e) {
            return answer(JsonRpc.result(
                    id,
                    ToolResult.error("Invalid arguments for the tool " + name + ": " + String.join("; ", e.problems())
                                    + ".")
                            .toWire()));
        }
        JsonNode meta = params.path("_meta");
        RunningCall started = new RunningCall(id, tool, meta);
        if (running.putIfAbsent(id.toString(), started) != null) {
            // Two calls under one id could not be cancelled both.
            return answer(JsonRpc.error(id, JsonRpc.INVALID_REQUEST, "The id is that of a request under way."));
        }
        if (isOver()) {
            started.cancel();
        } else {
            started.start(call);
        }
        return started.answer;
    }

    /** For what a handler wants to do when cancelled: its own executor may have no other thread than the handler's. */
    private void runAction(Runnable action) {
        if (peer instanceof SdkPeer sdk) {
            sdk.executeOnSdkThread(action);
        } else {
            peer.executor().execute(action);
        }
    }

    /** No call is begun: also before this server's turn in the close of the session has come. */
    private boolean isOver() {
        return closed || (peer instanceof SdkPeer sdk && sdk.isOver());
    }

    private void cancel(JsonNode id) {
        RunningCall call = running.get(id.toString());
        if (call != null) {
            call.cancel();
        }
    }

    /** The tools of the server are others now. Does not wait. */
    void toolsChanged() {
        if (ready && !closed) {
            peer.send(LIST_CHANGED);
        }
    }

    @Override
    public void close() {
        closed = true;
        server.closed(this);
        running.values().forEach(RunningCall::cancel);
    }

    /** One call under way. */
    private final class RunningCall {
        private final JsonNode id;
        private final Tool tool;
        private final JsonNode meta;
        private final Cancellation cancellation = new Cancellation(ToolServerSession.this::runAction, warnings);
        private final CompletableFuture<Optional<RawJson>> answer = new CompletableFuture<>();

        RunningCall(JsonNode id, Tool tool, JsonNode meta) {
            this.id = id;
            this.tool = tool;
            this.meta = meta;
        }

        /** Made on the thread of the call, which knows the session. */
        private ToolContext context() {
            JsonNode toolUseId = meta.path("claudecode/toolUseId");
            return new ToolContext(
                    tool.name(),
                    toolUseId.isTextual() ? Optional.of(toolUseId.textValue()) : Optional.empty(),
                    meta.isObject() ? Fields.raw(meta) : RawJson.of("{}"),
                    cancellation);
        }

        void start(Tool.Call call) {
            try {
                peer.executor().execute(() -> run(call));
            } catch (Throwable e) { // also an Error: the model waits all the same
                // A full or shut-down pool.
                failed(e);
            }
        }

        @SuppressWarnings("FutureReturnValueIgnored") // the end of the line
        private void run(Tool.Call call) {
            if (isOver() || !cancellation.enter()) {
                // The close cancels the call, which answers it.
                return;
            }
            CompletionStage<ToolResult> stage;
            try {
                stage = call.run(context());
                if (stage == null) {
                    throw new NullPointerException("The tool returned null.");
                }
            } catch (Throwable e) { // also an Error: the model waits for a result
                cancellation.leave();
                failed(e);
                return;
            }
            cancellation.leave();
            stage.whenComplete((result, error) -> {
                if (error != null) {
                    failed(error instanceof CompletionException && error.getCause() != null ? error.getCause() : error);
                } else {
                    finished(result);
                }
            });
        }

        private void finished(@Nullable ToolResult result) {
            if (result == null) {
                failed(new NullPointerException("The tool returned null."));
                return;
            }
            try {
                tool.checkOutput(result);
                settle(JsonRpc.result(id, result.toWire()));
            } catch (Throwable e) { // what cannot be written; also an Error, since the model waits
                failed(e);
            }
        }

        private void failed(Throwable why) {
            if (cancellation.isCancelled()
                    && (why instanceof InterruptedException || why instanceof CancellationException)) {
                return;
            }
            peer.toolFailed(tool.name(), why);
            String text = why.getMessage() == null || Printable.isBlank(why.getMessage())
                    ? why.getClass().getName()
                    : why.getMessage();
            settle(JsonRpc.result(id, ToolResult.error(text).toWire()));
        }

        void cancel() {
            cancellation.cancel();
            settle(JsonRpc.error(id, JsonRpc.CANCELLED, "The call was cancelled."));
        }

        private void settle(RawJson response) {
            running.remove(id.toString(), this);
            answer.complete(Optional.of(response));
        }
    }
}
