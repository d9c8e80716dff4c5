package dev.agentsdk.internal.session;

import dev.agentsdk.callback.internal.BoundedExecutor;
import dev.agentsdk.callback.internal.CallbackThreads;
import dev.agentsdk.callback.internal.SerialExecutor;
import dev.agentsdk.errors.CallbackException;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.tool.McpServer;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code mcp_message}: the tunnel through which an agent reaches the MCP servers of this process. Messages are sorted
 * to their servers in the order in which they came, so that a cancellation never overtakes its call.
 */
public final class McpBridge implements IncomingRequests.Handler {

    private static final Logger log = LoggerFactory.getLogger(McpBridge.class);

    static final int INVALID_REQUEST = -32600;
    static final int METHOD_NOT_FOUND = -32601;
    static final int INTERNAL_ERROR = -32603;

    /** As with the SDK's own tools. */
    static final int CANCELLED = -32800;

    private final ConcurrentHashMap<String, McpTunnel> servers = new ConcurrentHashMap<>();

    /** The servers that came with the options: a later change of the set leaves them alone. */
    private final Set<String> fixed;

    private final CallbackThreads threads;
    private final Executor applicationExecutor;
    private final CallbackErrors errors;
    private final BooleanSupplier isClosing;
    private final @Nullable ToAgent toAgent;
    private final SerialExecutor sorting;

    /** The way of a server's own messages. */
    interface ToAgent {
        /**
         * Sends a message, by this thread.
         *
         * @return completes when the agent has taken it, or with its refusal
         */
        CompletableFuture<RawJson> send(String server, RawJson message);
    }

    McpBridge(
            Map<String, McpServer> servers,
            CallbackThreads threads,
            Executor applicationExecutor,
            CallbackErrors errors,
            BooleanSupplier isClosing,
            @Nullable ToAgent toAgent) {
        this.threads = threads;
        // A server may run more than one task for a request.
        this.applicationExecutor = new BoundedExecutor(applicationExecutor, 2 * IncomingRequests.MAX_SERVED);
        this.errors = errors;
        this.isClosing = isClosing;
        this.toAgent = toAgent;
        this.sorting = new SerialExecutor(threads);
        this.fixed = Set.copyOf(servers.keySet());
        servers.forEach((name, server) -> this.servers.put(name, tunnel(name, server)));
    }

    private McpTunnel tunnel(String name, McpServer server) {
        return new McpTunnel(name, server, threads, applicationExecutor, errors, isClosing, toAgent);
    }

    @Override
    public void begin(Incoming incoming) {
        // Not parsed here: a message may be megabytes of a document.
        incoming.hold();
        sorting.execute(() -> {
            try {
                sort(incoming);
            } catch (Throwable e) { // also an Error: the agent waits for an answer
                if (errors.warnings().allows(log::warn)) {
                    log.warn("An mcp_message of the agent cannot be read", e);
                }
                threads.execute(() -> incoming.refuse("The mcp_message cannot be read."));
            } finally {
                incoming.release();
            }
        });
    }

    private void sort(Incoming incoming) {
        if (incoming.isSettled()) {
            return;
        }
        ShallowObject fields = ShallowObject.of(incoming.body());
        String name = fields.text("server_name");
        RawJson message = fields.raw("message").orElse(null);
        if (name.isEmpty() || message == null || !fields.isObject("message")) {
            threads.execute(() -> incoming.refuse("An mcp_message needs server_name and a message object."));
            return;
        }
        McpTunnel tunnel = servers.get(name);
        if (tunnel == null) {
            RawJson error = McpTunnel.error(
                    fields.object("message").raw("id").orElse(null),
                    METHOD_NOT_FOUND,
                    "There is no MCP server " + name + ".");
            threads.execute(() -> incoming.answer(McpTunnel.wrapped(error)));
            return;
        }
        tunnel.accept(incoming, message);
    }

    /**
     * Replaces the servers that were added by earlier such calls.
     *
     * @param added the new ones by name
     * @return what to do if the agent refuses
     * @throws IllegalArgumentException if a name is one of the options' servers
     */
    Runnable replaceDynamic(Map<String, McpServer> added) {
        for (String name : added.keySet()) {
            if (fixed.contains(name)) {
                throw new IllegalArgumentException(
                        "The tool server " + name + " came with the session's options and cannot be replaced.");
            }
        }
        Map<String, @Nullable McpTunnel> before = new LinkedHashMap<>();
        added.forEach((name, server) -> before.put(name, servers.put(name, tunnel(name, server))));
        return () -> before.forEach((name, old) -> {
            McpTunnel mine = old == null ? servers.remove(name) : servers.put(name, old);
            if (mine != null) {
                mine.end();
            }
        });
    }

    /** Ends the servers that are neither of the options nor of these. */
    void retainDynamic(Set<String> names) {
        for (String name : new LinkedHashSet<>(servers.keySet())) {
            if (!fixed.contains(name) && !names.contains(name)) {
                McpTunnel gone = servers.remove(name);
                if (gone != null) {
                    gone.end();
                }
            }
        }
    }

    /** The session has ended. Does not wait. */
    void end() {
        servers.values().forEach(McpTunnel::end);
    }

    /** What a failure of a server's own code is called. */
    static CallbackException failure(String server, Throwable why) {
        return new CallbackException(CallbackException.Kind.TOOL_SERVER, server, why);
    }
}
