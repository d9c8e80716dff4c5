package dev.agentsdk;

import dev.agentsdk.control.AgentControls;
import dev.agentsdk.control.AgentInfo;
import dev.agentsdk.control.ControlRequest;
import dev.agentsdk.control.McpServersChange;
import dev.agentsdk.control.RunState;
import dev.agentsdk.control.SessionStatistics;
import dev.agentsdk.errors.AgentException;
import dev.agentsdk.errors.AgentInterruptedException;
import dev.agentsdk.errors.CliExitedException;
import dev.agentsdk.errors.CliNotFoundException;
import dev.agentsdk.errors.CliStartException;
import dev.agentsdk.errors.ControlException;
import dev.agentsdk.errors.ControlTimeoutException;
import dev.agentsdk.errors.ResponseTimeoutException;
import dev.agentsdk.errors.TransportClosedException;
import dev.agentsdk.internal.session.Connection;
import dev.agentsdk.internal.session.MessageCursor;
import dev.agentsdk.internal.session.TimeLimit;
import dev.agentsdk.internal.session.Unclosed;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.UserContent;
import dev.agentsdk.message.UserInput;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.SessionLimits;
import dev.agentsdk.options.TimeoutAction;
import dev.agentsdk.spi.ExitReport;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

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
 * thread at a time. While messages wait untaken, {@link #interrupt()} and the other control requests work all the same.
 *
 * <p>A session that is dropped without being closed is closed when the garbage collector finds it, which may be never; a
 * warning is logged then, and with the system property {@code dev.agentsdk.trackUnclosed=true} it shows where the session
 * was opened.
 */
public final class AgentSession implements AgentControls, AutoCloseable {

    private final Connection connection;
    private final RawJson initializeResponse;
    private final Cleaner.Cleanable watch;

    private AgentSession(Connection connection, RawJson initializeResponse) {
        this.connection = connection;
        connection.belongsTo(this);
        this.initializeResponse = initializeResponse;
        this.watch = Unclosed.watch(this, connection);
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
        send(UserInput.of(text));
    }

    /**
     * {@link #send(String)} for text, images and documents.
     *
     * @param parts the parts of the message, at least one
     * @throws IllegalArgumentException if the CLI does not take one of them, see
     *     {@link dev.agentsdk.options.CliDialect}; nothing is sent then
     */
    public void send(List<UserContent> parts) {
        send(UserInput.of(parts));
    }

    /**
     * {@link #send(String)} for a message with an id, a priority or more.
     *
     * @param input the message
     * @throws IllegalArgumentException if the CLI does not take one of its parts, see
     *     {@link dev.agentsdk.options.CliDialect}; nothing is sent then
     */
    public void send(UserInput input) {
        try {
            connection.sendUser(input, "default");
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /**
     * The messages of one turn, up to and including its result.
     *
     * <p>Per turn, not per sent message: the agent may answer several queued messages with one result, and work in the
     * background may end in results of its own; see {@link #whenRunFinished()} for the end of all that.
     *
     * <p>After {@link #interrupt()}, what the interrupted turn still says comes first, and its result. Called before the
     * next message is sent, this method ends there. Called after it, it goes on to the result of the next turn, where the
     * two can be told apart: the interrupted turn's result had come before the message was sent, or says that it was
     * aborted.
     *
     * <p>Called again with nothing sent since the last result, it waits for the next turn, however long. It cannot fail
     * then: an agent begins turns by itself, for the end of work in the background, for a timer that it has set, or for a
     * message from elsewhere, and announces none of them. To be sure of an end, give it a time limit, or look at
     * {@link #runState()} first.
     *
     * @return a stream to go through once
     * @throws IllegalStateException if no message was sent in this session that begins a turn, and the agent has not begun
     *     one by itself either: there is nothing to wait for
     */
    public MessageStream receiveResponse() {
        connection.requireTurn();
        return new MessageStream(this, new MessageCursor(connection, MessageCursor.Until.RESULT, () -> {}));
    }

    /**
     * {@link #receiveResponse()} with a time limit for the whole turn, from this call to the result, the time that the
     * application takes for the messages included. When the limit has passed, {@code hasNext()} and {@code result()} of the
     * stream do what {@code action} says and throw a {@link ResponseTimeoutException}.
     *
     * @param timeout a positive time
     * @param action what happens to the turn then
     * @return a stream to go through once
     * @throws IllegalStateException as {@link #receiveResponse()} does
     * @throws IllegalArgumentException if the timeout is not positive
     */
    public MessageStream receiveResponse(Duration timeout, TimeoutAction action) {
        TimeLimit turn = TimeLimit.ofTurn(timeout);
        TimeLimit limit = action == TimeoutAction.CLOSE_SESSION ? turn.endingTheAgent() : turn;
        connection.requireTurn();
        return new MessageStream(
                this, new MessageCursor(connection, MessageCursor.Until.RESULT, () -> {}), limit, why -> {
                    switch (action) {
                        case CONTINUE -> {
                            // The caller gets the exception, and nothing else happens.
                        }
                        case INTERRUPT_TURN -> connection.interruptFor(why);
                        case CLOSE_SESSION -> close();
                    }
                });
    }

    /**
     * All messages until the agent ends or the session is closed, over any number of turns.
     *
     * @return a stream to go through once
     */
    public MessageStream receiveMessages() {
        return new MessageStream(this, new MessageCursor(connection, MessageCursor.Until.END, () -> {}));
    }

    /**
     * All messages until the agent ends or the session is closed, as a publisher: {@link #receiveMessages()} in the third
     * style. It has one subscriber, which gets messages as it asks for them; what it does not ask for waits, and holds the
     * agent back when the buffer is full. Cancelling takes nothing from others. Subscribers are called on
     * {@code AgentOptions.callbackExecutor}, or a thread of the session.
     *
     * @return a new publisher
     */
    public Flow.Publisher<Message> messagePublisher() {
        return connection.publisher(MessageCursor.Until.END, () -> {});
    }

    /**
     * The messages of one turn as a publisher, up to and including its result: {@link #receiveResponse()} in the third
     * style. To be called after the message is sent; see {@link #messagePublisher()}.
     *
     * @return a new publisher
     * @throws IllegalStateException as {@link #receiveResponse()} does
     */
    public Flow.Publisher<Message> responsePublisher() {
        connection.requireTurn();
        return connection.publisher(MessageCursor.Until.RESULT, () -> {});
    }

    /**
     * The id of the session that the agent works in now, with which it can be resumed. The agent names it with each
     * {@link dev.agentsdk.message.InitMessage}, and may change it: after {@code /clear} the new id comes with the next turn.
     * Does not require reading messages.
     *
     * @return the id that the agent named last; before the first turn the one that the options determine, if they do
     */
    public Optional<String> sessionId() {
        return connection.sessionId();
    }

    /**
     * What the agent is doing.
     *
     * @return the state now
     */
    public RunState runState() {
        return connection.runState();
    }

    /**
     * The end of the run, apart from the ends of its turns: no turn runs, no message waits for its turn, and no agent works
     * in the background that would begin another one. Does not require reading messages. Completes at once if
     * nothing is going on. That messages wait is known from agents that tell it, as {@code claude} 2.1.329 does; with others
     * the run is finished between their turns, too.
     *
     * @return a new future; fails with {@link CliExitedException} if the agent ends before, and with
     *     {@link TransportClosedException} if the session is closed before. Its dependents run on a thread of the session
     */
    public CompletableFuture<Void> whenRunFinished() {
        return connection.whenRunFinished();
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
     * Shakes hands once more: hooks, tools and the output schema are told anew, and newer agents repeat the requests that
     * they still wait for. For transports that may lose what was sent; others need it not.
     *
     * @return what the agent says about itself now
     * @throws ControlTimeoutException if it does not answer within {@link SessionLimits#initializeTimeout()}
     * @throws AgentException as described at {@link AgentControls}
     */
    public AgentInfo reinitialize() {
        return AgentInfo.of(connection.initialize());
    }

    /**
     * Replaces the MCP servers that were set by earlier calls of this method. Servers of the options and of settings files
     * stay.
     *
     * @param servers by name: {@link dev.agentsdk.tool.McpServer}s of this process, which are served from now on, or
     *     configurations of others as maps, as in {@code --mcp-config}
     * @return what the agent did
     * @throws IllegalArgumentException if a server of this process has the name of one in the options
     * @throws AgentException as described at {@link AgentControls}
     */
    public McpServersChange setMcpServers(Map<String, ?> servers) {
        return connection.setMcpServers(servers);
    }

    /**
     * Sends a control request that has no method of its own here.
     *
     * @param subtype the subtype, for example {@code some_new_request}
     * @param fields its other fields: strings, numbers, booleans, lists, maps, Jackson trees
     * @return the agent's answer, an empty object if it gave none
     * @throws ControlException if the agent refuses, or does not answer within {@link SessionLimits#controlTimeout()}
     * @throws CliExitedException if the agent has ended
     * @throws TransportClosedException if the session is closed
     * @throws AgentInterruptedException if the thread was interrupted
     */
    public RawJson request(String subtype, Map<String, ?> fields) {
        return request(ControlRequest.of(subtype, fields));
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
     * The answer to the handshake, typed.
     *
     * @return the agent's commands, models, account and more; empty where its version does not say
     */
    public AgentInfo agentInfo() {
        return AgentInfo.of(initializeResponse);
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
     * <p>Of a running turn, the answer so far is in the agent's session file if the agent has ended by itself within the
     * time for that, 1.1 s by default. CLIs write it when they end the turn: it is lost when they have no time for that, as
     * on a machine under heavy load, or when a pipe of several MB is to be written first. The report has a
     * {@linkplain ExitReport#problems() problem} then. A transport with a longer budget gives them more time; and an answer
     * that must not be lost is kept by an {@link #interrupt()} whose turn is taken to its result before the close. What the
     * agent had said before can be taken from this session in any case, up to the buffer bound of {@link SessionLimits}.
     *
     * <p>May be called from any thread, also from a listener, and any number of times. Thread interruption does not
     * shorten it; the flag is kept. Never throws because of what the agent did. Threads that wait in this session get a
     * {@link TransportClosedException}; messages that had come before can still be taken.
     */
    @Override
    public void close() {
        connection.close();
        watch.clean();
    }
}
