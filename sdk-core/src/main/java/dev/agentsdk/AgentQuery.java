package dev.agentsdk;

import dev.agentsdk.control.AgentControls;
import dev.agentsdk.control.ControlRequest;
import dev.agentsdk.control.SessionStatistics;
import dev.agentsdk.errors.AgentException;
import dev.agentsdk.errors.AgentInterruptedException;
import dev.agentsdk.errors.CliExitedException;
import dev.agentsdk.errors.CliNotFoundException;
import dev.agentsdk.errors.CliStartException;
import dev.agentsdk.errors.ControlException;
import dev.agentsdk.errors.ControlTimeoutException;
import dev.agentsdk.errors.ResponseTimeoutException;
import dev.agentsdk.errors.ResultException;
import dev.agentsdk.errors.StructuredOutputException;
import dev.agentsdk.errors.TransportClosedException;
import dev.agentsdk.history.SessionStoreException;
import dev.agentsdk.internal.session.Connection;
import dev.agentsdk.internal.session.MessageCursor;
import dev.agentsdk.internal.session.StructuredOutputs;
import dev.agentsdk.internal.session.TimeLimit;
import dev.agentsdk.internal.session.Unclosed;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.ResultMessage;
import dev.agentsdk.message.UserContent;
import dev.agentsdk.message.UserInput;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.SessionLimits;
import dev.agentsdk.schema.RecordShape;
import dev.agentsdk.spi.ExitReport;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.stream.Stream;

/**
 * One question to an agent of its own: its messages, up to and including the last result.
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
 * <p>Mostly there is one result. An agent that has started agents in the background goes on when these are done, with a turn
 * and a result of its own; the query ends with the result after which none is at work any more, or with one that was
 * aborted. Shells in the background are not waited for.
 *
 * <p>The agent's stdin stays open until that result has been taken and all of the agent's own requests are answered, so that
 * no hook, permission or tool is cut off and the turn can be interrupted; then it gets EOF. Thread rules are those of
 * {@link AgentSession}.
 */
public final class AgentQuery implements Iterable<Message>, AgentControls, AutoCloseable {

    private final Connection connection;
    private final MessageStream messages;
    private final Cleaner.Cleanable watch;

    private AgentQuery(Connection connection) {
        this.connection = connection;
        connection.belongsTo(this);
        this.messages = new MessageStream(
                this, new MessageCursor(connection, MessageCursor.Until.RUN_FINISHED, connection::endInputWhenIdle));
        this.watch = Unclosed.watch(this, connection);
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
        return start(UserInput.of(prompt), options);
    }

    /**
     * {@link #start(String, AgentOptions)} for text, images and documents.
     *
     * @param prompt the parts of the question, at least one
     * @param options how to start and talk to it
     * @return a running query, which must be closed
     */
    public static AgentQuery start(List<UserContent> prompt, AgentOptions options) {
        return start(UserInput.of(prompt), options);
    }

    /**
     * {@link #start(String, AgentOptions)} for a message with an id or more.
     *
     * @param prompt the question
     * @param options how to start and talk to it
     * @return a running query, which must be closed
     * @throws IllegalArgumentException if the CLI does not take one of its parts, see
     *     {@link dev.agentsdk.options.CliDialect}; checked before anything is started
     */
    public static AgentQuery start(UserInput prompt, AgentOptions options) {
        // Before anything is started.
        Connection.requireInput(prompt, options);
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
     * @return the result, which is not an error
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
     * {@link #ask(String, AgentOptions)} with a time limit for all of it: the load from a session store, the start of the
     * agent, the handshake and the turn.
     * Shutting down the agent, which every call waits for, has its own limit of 2 s by default.
     *
     * @param prompt the question
     * @param options how to start and talk to it
     * @param timeout a positive time
     * @return the result, which is not an error
     * @throws ResponseTimeoutException if the result has not come in time; the agent is gone then
     * @throws IllegalArgumentException if the timeout is not positive
     * @throws ResultException if the result is an error
     * @throws CliExitedException if the agent ended without a result
     * @throws AgentException as {@link #start} does
     */
    public static ResultMessage ask(String prompt, AgentOptions options, Duration timeout) {
        TimeLimit limit = TimeLimit.ofTurn(timeout).endingTheAgent();
        try (AgentQuery query = start(prompt, options, limit)) {
            ResultMessage result = query.result(limit);
            if (result.isError()) {
                throw new ResultException(result);
            }
            return result;
        }
    }

    /**
     * {@link #ask(String, AgentOptions, Class)} with a time limit as {@link #ask(String, AgentOptions, Duration)} has it.
     *
     * @param prompt the question
     * @param options how to start and talk to it
     * @param type the record
     * @param timeout a positive time
     * @param <T> the record
     * @return the answer
     * @throws ResponseTimeoutException if the result has not come in time; the agent is gone then
     * @throws IllegalArgumentException if the timeout is not positive, or the record has no form in JSON
     * @throws ResultException if the result is an error
     * @throws StructuredOutputException if the result has no structured answer, or one that does not fit the record
     * @throws CliExitedException if the agent ended without a result
     * @throws AgentException as {@link #start} does
     */
    public static <T> T ask(String prompt, AgentOptions options, Class<T> type, Duration timeout) {
        TimeLimit limit = TimeLimit.ofTurn(timeout).endingTheAgent();
        RecordShape<T> shape = RecordShape.of(type);
        AgentOptions structured =
                options.toBuilder().outputSchema(shape.schema()).build();
        try (AgentQuery query = start(prompt, structured, limit)) {
            return StructuredOutputs.read(query.result(limit), shape);
        }
    }

    /** All that is waited for ends at the limit; only the end of the agent has one of its own. */
    private static AgentQuery start(String prompt, AgentOptions options, TimeLimit limit) {
        Connection connection = create(options, limit);
        try {
            connection.open(limit.deadline());
            if (!connection.sendUser(UserInput.of(prompt), "", limit.deadline())) {
                throw limit.passed();
            }
        } catch (ControlTimeoutException e) {
            if (e.timeout().compareTo(options.limits().initializeTimeout()) >= 0) {
                throw e;
            }
            throw passed(limit, e);
        } catch (RuntimeException | Error e) {
            connection.close();
            throw e;
        }
        return new AgentQuery(connection);
    }

    private static Connection create(AgentOptions options, TimeLimit limit) {
        try {
            return Connection.create(options, limit.deadline());
        } catch (SessionStoreException e) {
            throw limit.deadline().hasPassed() ? passed(limit, e) : e;
        }
    }

    private static ResponseTimeoutException passed(TimeLimit limit, AgentException why) {
        ResponseTimeoutException passed = limit.passed();
        passed.initCause(why);
        return passed;
    }

    private ResultMessage result(TimeLimit limit) {
        return messages.result(limit);
    }

    /**
     * Asks an agent for a structured answer and waits for it; the agent is gone when this returns.
     *
     * <pre>{@code
     * record Sum(int value, @Description("how it was found") String steps) {}
     *
     * Sum sum = AgentQuery.ask("2 + 2?", AgentOptions.defaults(), Sum.class);
     * }</pre>
     *
     * @param prompt the question
     * @param options how to start and talk to it; its {@link AgentOptions#outputSchema()} is replaced by that of the record
     * @param type the record; see {@link RecordShape} for what it may be made of
     * @param <T> the record
     * @return the answer
     * @throws ResultException if the result is an error, also if the model did not manage to fit the schema
     * @throws StructuredOutputException if the result has no structured answer, or one that does not fit the record
     * @throws IllegalArgumentException if the record has no form in JSON; checked before anything is started
     * @throws CliExitedException if the agent ended without a result
     * @throws AgentException as {@link #start} does
     */
    public static <T> T ask(String prompt, AgentOptions options, Class<T> type) {
        RecordShape<T> shape = RecordShape.of(type);
        AgentOptions structured =
                options.toBuilder().outputSchema(shape.schema()).build();
        try (AgentQuery query = start(prompt, structured)) {
            return query.result(shape);
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
     * The messages as a publisher, up to and including the last result, for one subscriber; see
     * {@link AgentSession#messagePublisher()}. Takes from the same messages as {@link #iterator()} does.
     *
     * @return a new publisher
     */
    public Flow.Publisher<Message> messagePublisher() {
        return connection.publisher(MessageCursor.Until.RUN_FINISHED, connection::endInputWhenIdle);
    }

    /**
     * Takes all messages up to the last result and returns that, whether or not it is an error.
     *
     * @return the result
     * @throws CliExitedException if the agent ended without one
     * @throws TransportClosedException if the query was closed before it came
     */
    public ResultMessage result() {
        return messages.result();
    }

    /**
     * {@link #result()} with a time limit. The query continues when it has passed; closing it ends the agent.
     *
     * @param timeout how long to wait from now in all, a positive time
     * @return the result
     * @throws ResponseTimeoutException if the result has not come in time
     * @throws CliExitedException if the agent ended without one
     * @throws TransportClosedException if the query was closed before it came
     * @throws IllegalArgumentException if the timeout is not positive
     */
    public ResultMessage result(Duration timeout) {
        return messages.result(timeout);
    }

    /**
     * Takes the next message; waits for it until the limit. See {@link MessageStream#next(Duration)}.
     *
     * @param timeout how long to wait from now; zero to take only what is there
     * @return the message; empty after the last result
     * @throws ResponseTimeoutException if no message has come in time; the query continues
     */
    public Optional<Message> next(Duration timeout) {
        return messages.next(timeout);
    }

    /**
     * Takes all messages up to the last result and reads its structured answer. The query must have been started with the
     * {@linkplain AgentOptions.Builder#outputSchema schema} of the record.
     *
     * @param shape the record
     * @param <T> the record
     * @return the answer
     * @throws ResultException if the result is an error
     * @throws StructuredOutputException if it has no structured answer, or one that does not fit
     * @throws CliExitedException if the agent ended without a result
     * @throws TransportClosedException if the query was closed before it came
     */
    public <T> T result(RecordShape<T> shape) {
        return messages.result(shape);
    }

    @Override
    public <T> T request(ControlRequest<T> request) {
        try {
            return connection.request(request);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public <T> CompletableFuture<T> requestAsync(ControlRequest<T> request) {
        return connection.requestAsync(request);
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
        watch.clean();
    }
}
