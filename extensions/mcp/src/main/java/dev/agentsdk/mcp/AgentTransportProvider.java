package dev.agentsdk.mcp;

import dev.agentsdk.spi.WarningLimit;
import dev.agentsdk.tool.McpPeer;
import dev.agentsdk.tool.McpServer;
import dev.agentsdk.tool.McpServerSession;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.spec.McpServerTransportProvider;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Where a server of the official MCP Java SDK meets agents: to the server it is a transport, to a session a tool server.
 *
 * <pre>{@code
 * AgentTransportProvider agents = AgentTransportProvider.create();
 * McpSyncServer server = McpServer.sync(agents)
 *         .serverInfo("calc", "1.0.0")
 *         .capabilities(ServerCapabilities.builder().tools(false).build())
 *         .immediateExecution(true)
 *         .toolCall(addTool, (exchange, request) -> …)
 *         .build();
 * AgentOptions options = AgentOptions.builder()
 *         .toolServer("calc", agents)
 *         .allowedTools("mcp__calc__add")
 *         .build();
 * }</pre>
 *
 * <p>One provider belongs to one server, which may serve any number of agents at once: each agent session has a session of
 * its own with the server, from its first message until it is closed.
 *
 * <p>Threads: requests are handled on {@code AgentOptions.callbackExecutor}, at the same time. A synchronous server moves
 * its handlers from there to Reactor's {@code boundedElastic} threads, which outlive sessions; with
 * {@code immediateExecution(true)} they stay where they are, and nothing needs the other threads. Either way a call that
 * the agent takes back is interrupted, and so are those that run when the session ends. A handler that throws, also an
 * {@link Error}, or that returns null has failed: the agent gets an error, and {@code AgentOptions.callbackErrorListener} is
 * notified. To see an {@code Error} on a thread of Reactor, a hook on Reactor's schedulers ({@code Schedulers.onScheduleHook})
 * is installed as long as an agent is connected.
 *
 * <p>Works with {@code mcp-core} 0.17 to 2.x of the MCP SDK.
 *
 * <p>From the server to the agent go responses, notifications (progress, log messages, {@code tools/list_changed}) and
 * requests. {@code claude} 2.1 lists the tools again after {@code tools/list_changed}, answers a {@code ping}, and refuses
 * sampling, elicitation and roots. {@code qwen} 0.24 takes no such messages: see {@link McpPeer#send}.
 *
 * <p>Thread-safe.
 */
public final class AgentTransportProvider implements McpServerTransportProvider, McpServer {

    private static final Logger log = LoggerFactory.getLogger(AgentTransportProvider.class);

    private final McpJsonMapper json;

    /** By the server's id of the session. */
    private final Map<String, Connection> connections = new ConcurrentHashMap<>();

    private volatile io.modelcontextprotocol.spec.McpServerSession.@Nullable Factory sessions;
    private volatile boolean closed;

    /** Of all connections, since an agent may open any number of them. */
    private final WarningLimit warnings = new WarningLimit("warnings about messages of agents");

    private AgentTransportProvider(McpJsonMapper json) {
        this.json = json;
    }

    /**
     * A provider with the JSON library that is there: one of the artifacts {@code mcp-json-jackson2} and
     * {@code mcp-json-jackson3} beside {@code mcp-core}, which a server needs in any case.
     *
     * @return a provider for one server
     * @throws IllegalStateException if there is none of them
     */
    public static AgentTransportProvider create() {
        try {
            return create(JsonHalf.mapper());
        } catch (ServiceConfigurationError | IllegalStateException e) {
            throw new IllegalStateException(
                    "The MCP SDK has no JSON library on the class path. Add io.modelcontextprotocol.sdk:mcp-json-jackson2 or"
                            + " mcp-json-jackson3, with the same version as mcp-core.",
                    e);
        }
    }

    /**
     * A provider.
     *
     * @param json writes and reads the server's messages; best the one that is given to the server
     * @return a provider for one server
     */
    public static AgentTransportProvider create(McpJsonMapper json) {
        return new AgentTransportProvider(Objects.requireNonNull(json, "json"));
    }

    /**
     * The same with entries for the agent's configuration of this server.
     *
     * @param config for example {@code timeout} (milliseconds) or {@code alwaysLoad}; which there are depends on the
     *     agent. Strings, numbers, booleans, lists, maps
     * @return what to give to the options
     */
    public McpServer withConfig(Map<String, Object> config) {
        Map<String, Object> copy = Map.copyOf(config);
        return new McpServer() {
            @Override
            public McpServerSession open(McpPeer peer) {
                return AgentTransportProvider.this.open(peer);
            }

            @Override
            public Map<String, Object> config() {
                return copy;
            }
        };
    }

    // ---- the agent's side

    /** {@inheritDoc} */
    @Override
    public McpServerSession open(McpPeer peer) {
        io.modelcontextprotocol.spec.McpServerSession.Factory factory = sessions;
        if (factory == null) {
            throw new IllegalStateException(
                    "No server was built with this provider; give it to McpServer.sync or .async.");
        }
        Connection connection = new Connection(
                peer, json, new RequestChecks(json, protocolVersions()), factory, warnings, this::closed);
        connections.put(connection.id(), connection);
        FatalErrors.acquire();
        if (closed) {
            connection.close();
            throw new IllegalStateException("The server is closed.");
        }
        return connection;
    }

    private void closed(String id) {
        if (connections.remove(id) != null) {
            FatalErrors.release();
        }
    }

    // ---- the server's side

    /**
     * Called by the server when it is built.
     *
     * @param factory makes its sessions
     * @throws IllegalStateException if another server was built with this provider
     */
    @Override
    public void setSessionFactory(io.modelcontextprotocol.spec.McpServerSession.Factory factory) {
        if (sessions != null) {
            throw new IllegalStateException("This provider belongs to another server; make one for each.");
        }
        sessions = Objects.requireNonNull(factory, "factory");
    }

    /**
     * The versions that a server may speak with an agent: all that the MCP SDK knows.
     *
     * @return the versions, the newest last
     */
    @Override
    public List<String> protocolVersions() {
        return List.of(
                ProtocolVersions.MCP_2024_11_05,
                ProtocolVersions.MCP_2025_03_26,
                ProtocolVersions.MCP_2025_06_18,
                ProtocolVersions.MCP_2025_11_25);
    }

    /**
     * Sends a notification to all agents that are connected. Does not wait until they have taken it.
     *
     * @param method the notification
     * @param params its parameters
     * @return a Mono that completes when the notification is queued for each of them
     */
    @Override
    public Mono<Void> notifyClients(String method, Object params) {
        return Mono.defer(() -> Mono.when(connections.values().stream()
                .map(connection -> connection.notifyAgent(method, params))
                .toList()));
    }

    /**
     * As {@link #notifyClients}, for one session.
     *
     * @param sessionId the server's id of the session
     * @param method the notification
     * @param params its parameters
     * @return a Mono that completes when the notification is queued, and fails if there is no such session
     */
    @Override
    public Mono<Void> notifyClient(String sessionId, String method, Object params) {
        return Mono.defer(() -> {
            Connection connection = connections.get(sessionId);
            return connection == null
                    ? Mono.error(new IllegalStateException("There is no session " + sessionId + "."))
                    : connection.notifyAgent(method, params);
        });
    }

    /**
     * Ends all sessions with agents: the calls under way are interrupted, and the agents are told that the server is
     * closed, also later. The agents themselves go on.
     *
     * @return completes when that is done, which does not wait for handlers
     */
    @Override
    public Mono<Void> closeGracefully() {
        return Mono.fromRunnable(() -> {
            closed = true;
            new ArrayList<>(connections.values()).forEach(Connection::close);
            warnings.end(log::warn);
        });
    }

    /** {@inheritDoc} */
    @Override
    public Map<String, Object> config() {
        return Map.of();
    }

    @Override
    public String toString() {
        return "AgentTransportProvider[" + connections.size() + " sessions]";
    }
}
