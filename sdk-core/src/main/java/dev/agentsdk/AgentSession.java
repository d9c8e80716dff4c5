package dev.agentsdk;

import dev.agentsdk.internal.Connection;
import dev.agentsdk.message.RawJson;
import dev.agentsdk.permission.PermissionMode;
import dev.agentsdk.spi.ExitReport;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A conversation with an agent: its process lives from {@link #open} to {@link #close}.
 *
 * <pre>{@code
 * try (AgentSession session = AgentSession.open(AgentOptions.defaults())) {
 *     session.send("List the failing tests");
 *     for (Message message : session.receiveResponse()) {
 *         if (message instanceof AssistantMessage answer) {
 *             System.out.println(answer.text());
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>Thread rules: every method may be called from any thread, also from a listener. Messages are best taken by one
 * thread at a time. While messages wait untaken, {@link #interrupt} and the other control requests work all the same.
 */
public final class AgentSession implements AutoCloseable {

    private final Connection connection;
    private final RawJson initializeResponse;

    private AgentSession(Connection connection, RawJson initializeResponse) {
        this.connection = connection;
        this.initializeResponse = initializeResponse;
    }

    /**
     * Starts an agent and shakes hands with it. If that fails, or the calling thread is interrupted, the agent is ended
     * before this method throws.
     *
     * @param options how to start and talk to it
     * @return an open session, which must be closed
     * @throws CliNotFoundException if there is no CLI to start
     * @throws CliStartException if it could not be started
     * @throws CliExitedException if it ended before the handshake
     * @throws ControlTimeoutException if it did not answer the handshake within
     *     {@link SessionLimits#initializeTimeout()}
     * @throws ControlException if it refused the handshake
     * @throws AgentInterruptedException if the thread was interrupted
     */
    public static AgentSession open(AgentOptions options) {
        Connection connection = Connection.create(options);
        return new AgentSession(connection, connection.open());
    }

    /**
     * Sends a user message, which begins a turn, or is queued by the agent while a turn runs. Returns when it is written.
     * Waits while the agent does not read its stdin, until it does, ends, or the session is closed.
     *
     * @param text what to say
     * @throws CliExitedException if the agent has ended
     * @throws TransportClosedException if the session is closed, also while waiting
     */
    public void send(String text) {
        connection.sendUser(text, "default");
    }

    /**
     * The messages of one turn, up to and including its result.
     *
     * <p>Per turn, not per sent message: the agent may answer several queued messages with one result, and work in the
     * background may end in results of its own. What an interrupted turn still says comes first.
     *
     * @return a stream to go through once
     */
    public MessageStream receiveResponse() {
        return new MessageStream(connection, true, () -> {});
    }

    /**
     * All messages until the agent ends or the session is closed, over any number of turns.
     *
     * @return a stream to go through once
     */
    public MessageStream receiveMessages() {
        return new MessageStream(connection, false, () -> {});
    }

    /**
     * Stops the running turn. Returns when the agent has acknowledged; what the turn still says, and its result, come as
     * messages.
     *
     * @throws ControlException if the agent refuses, or does not answer within {@link SessionLimits#controlTimeout()}
     * @throws CliExitedException if the agent has ended
     * @throws TransportClosedException if the session is closed
     */
    public void interrupt() {
        request("interrupt", Map.of());
    }

    /**
     * Changes the model for the turns to come.
     *
     * @param model the model; null for the agent's default
     * @throws ControlException if the agent refuses, or does not answer in time
     */
    public void setModel(@Nullable String model) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("model", model);
        request("set_model", fields);
    }

    /**
     * Changes the permission mode.
     *
     * @param mode the mode
     * @throws ControlException if the agent refuses, or does not answer in time
     */
    public void setPermissionMode(PermissionMode mode) {
        request("set_permission_mode", Map.of("mode", mode.value()));
    }

    /**
     * Sends a control request that has no method of its own here.
     *
     * @param subtype the subtype, for example {@code mcp_status}
     * @param fields its other fields: strings, numbers, booleans, lists, maps, Jackson trees
     * @return the agent's answer, an empty object if it gave none
     * @throws ControlException if the agent refuses, or does not answer within {@link SessionLimits#controlTimeout()}
     * @throws CliExitedException if the agent has ended
     * @throws TransportClosedException if the session is closed
     * @throws AgentInterruptedException if the thread was interrupted
     */
    public RawJson request(String subtype, Map<String, ?> fields) {
        return connection.request(subtype, fields);
    }

    /**
     * What the agent answered to the handshake: its commands, models, account and more, by version.
     *
     * @return a JSON object
     */
    public RawJson initializeResponse() {
        return initializeResponse;
    }

    /**
     * What was read so far, and what could not be used.
     *
     * @return the counters now
     */
    public SessionStatistics statistics() {
        return connection.statistics();
    }

    /**
     * The agent's process id.
     *
     * @return the id, if the agent is a process of this machine
     */
    public OptionalLong pid() {
        return connection.pid();
    }

    /**
     * The end of the agent, whether by {@link #close()} or before. Never completes exceptionally. Dependents run on a
     * thread of their own and may call {@link #close()}.
     *
     * @return a new future
     */
    public CompletableFuture<ExitReport> exit() {
        return connection.exit();
    }

    /**
     * How the agent ended.
     *
     * @return the report, once it has ended
     */
    public Optional<ExitReport> exitReport() {
        return connection.exitReport();
    }

    /**
     * Ends the agent, within the transport's budget: 2 s by default. A running turn is interrupted, stdin gets EOF, and
     * what the agent still says is read until it ends; an agent that does not end by itself is ended. Returns as soon as
     * it is gone, with nothing left behind.
     *
     * <p>May be called from any thread, also from a listener, and any number of times. Thread interruption does not
     * shorten it; the flag is kept. Never throws because of what the agent did. Threads that wait in this session get a
     * {@link TransportClosedException}; messages that had come before can still be taken.
     */
    @Override
    public void close() {
        connection.close();
    }
}
