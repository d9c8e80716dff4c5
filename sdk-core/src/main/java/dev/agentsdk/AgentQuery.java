package dev.agentsdk;

import dev.agentsdk.internal.Connection;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.ResultMessage;
import dev.agentsdk.spi.ExitReport;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * One question to an agent of its own: its messages, up to and including the result.
 *
 * <pre>{@code
 * try (AgentQuery query = AgentQuery.start("2 + 2?", AgentOptions.defaults())) {
 *     for (Message message : query) {
 *         System.out.println(message);
 *     }
 * }
 * ResultMessage result = AgentQuery.ask("2 + 2?", AgentOptions.defaults());
 * }</pre>
 *
 * <p>The agent's stdin stays open until the result has been taken, so that the agent's own requests can be answered and
 * the turn can be interrupted; then it gets EOF. Thread rules are those of {@link AgentSession}.
 */
public final class AgentQuery implements Iterable<Message>, AutoCloseable {

    private final Connection connection;
    private final MessageStream messages;

    private AgentQuery(Connection connection) {
        this.connection = connection;
        this.messages = new MessageStream(connection, true, connection::endInput);
    }

    /**
     * Starts an agent and asks it. Returns when the question is written.
     *
     * @param prompt the question
     * @param options how to start and talk to it
     * @return a running query, which must be closed
     * @throws CliNotFoundException if there is no CLI to start
     * @throws CliStartException if it could not be started
     * @throws CliExitedException if it ended before the question could be asked
     * @throws ControlTimeoutException if it did not answer the handshake within
     *     {@link SessionLimits#initializeTimeout()}
     * @throws ControlException if it refused the handshake
     * @throws AgentInterruptedException if the thread was interrupted
     */
    public static AgentQuery start(String prompt, AgentOptions options) {
        Connection connection = Connection.create(options);
        connection.open();
        try {
            connection.sendUser(prompt, "");
        } catch (RuntimeException | Error e) {
            connection.close();
            throw e;
        }
        return new AgentQuery(connection);
    }

    /**
     * Asks an agent and waits for its result; the agent is gone when this returns.
     *
     * @param prompt the question
     * @param options how to start and talk to it
     * @return a result that is no error
     * @throws ResultException if the result is an error
     * @throws CliExitedException if the agent ended without a result
     * @throws AgentException as {@link #start} does
     */
    public static ResultMessage ask(String prompt, AgentOptions options) {
        try (AgentQuery query = start(prompt, options)) {
            ResultMessage result = query.result();
            if (result.isError()) {
                throw new ResultException(result);
            }
            return result;
        }
    }

    /**
     * The messages that have not been taken yet; see {@link MessageStream}.
     *
     * @return the same iterator on every call
     */
    @Override
    public Iterator<Message> iterator() {
        return messages.iterator();
    }

    /**
     * The messages as a sequential stream.
     *
     * @return a stream over the same iterator
     */
    public Stream<Message> stream() {
        return messages.stream();
    }

    /**
     * Takes all messages up to the result and returns that, whether or not it is an error.
     *
     * @return the result
     * @throws CliExitedException if the agent ended without one
     * @throws TransportClosedException if the query was closed before it came
     */
    public ResultMessage result() {
        return messages.result();
    }

    /**
     * Stops the turn. What it still says, and its result, come as messages.
     *
     * @throws ControlException if the agent refuses, or does not answer within {@link SessionLimits#controlTimeout()}
     * @throws CliExitedException if the agent has ended
     * @throws TransportClosedException if the query is closed
     */
    public void interrupt() {
        connection.request("interrupt", Map.of());
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
     * The end of the agent; see {@link AgentSession#exit()}.
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

    /** Ends the agent; see {@link AgentSession#close()}. */
    @Override
    public void close() {
        connection.close();
    }
}
