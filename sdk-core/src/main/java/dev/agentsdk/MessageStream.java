package dev.agentsdk;

import dev.agentsdk.errors.AgentInterruptedException;
import dev.agentsdk.errors.CliExitedException;
import dev.agentsdk.errors.ResponseTimeoutException;
import dev.agentsdk.errors.ResultException;
import dev.agentsdk.errors.StructuredOutputException;
import dev.agentsdk.errors.TransportClosedException;
import dev.agentsdk.internal.session.MessageCursor;
import dev.agentsdk.internal.session.StructuredOutputs;
import dev.agentsdk.internal.session.TimeLimit;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.ResultMessage;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.schema.RecordShape;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Messages as they come: an iteration that waits for the agent. It can be gone through once; {@link #iterator()} always
 * gives the same iterator. Messages are parsed on the iterating thread.
 *
 * <p>Use it from one thread. All streams of a session take from the same queue: a message goes to whoever takes it first.
 *
 * <p>{@code hasNext()} waits. It throws {@link CliExitedException} if the agent ends where more was expected,
 * {@link TransportClosedException} if the session is closed before a response is complete, and
 * {@link AgentInterruptedException} if the thread is interrupted.
 */
public final class MessageStream implements Iterable<Message> {

    private final Messages messages;

    /**
     * Makes a stream.
     *
     * @param owner the session or query, which must not be taken for dropped while its messages are waited for
     */
    MessageStream(Object owner, MessageCursor cursor) {
        this(owner, cursor, null, why -> {});
    }

    /**
     * Makes a stream with a time limit.
     *
     * @param limit the limit of all its messages together
     * @param atLimit called once when the limit has passed, by the thread that gets the exception
     */
    MessageStream(
            Object owner, MessageCursor cursor, @Nullable TimeLimit limit, Consumer<ResponseTimeoutException> atLimit) {
        this.messages = new Messages(owner, cursor, limit, atLimit);
    }

    /**
     * The iterator over the messages that have not been taken yet.
     *
     * @return the same iterator on every call
     */
    @Override
    public Iterator<Message> iterator() {
        return messages;
    }

    /**
     * Takes the next message; waits for it until the limit. A message that is there is taken without waiting.
     *
     * @param timeout how long to wait from now; zero to take only what is there
     * @return the message; empty at the end of the stream
     * @throws ResponseTimeoutException if no message has come in time; the stream remains usable
     * @throws IllegalArgumentException if the timeout is negative
     */
    public Optional<Message> next(Duration timeout) {
        return messages.hasNext(TimeLimit.ofMessage(timeout)) ? Optional.of(messages.next()) : Optional.empty();
    }

    /**
     * {@link #result()} with a time limit.
     *
     * @param timeout how long to wait from now in all, a positive time
     * @return the result
     * @throws ResponseTimeoutException if the result has not come in time; the stream remains usable, from the message where
     *     it stopped
     * @throws CliExitedException if the agent ended without one
     * @throws TransportClosedException if the session was closed before it came
     * @throws IllegalArgumentException if the timeout is not positive
     */
    public ResultMessage result(Duration timeout) {
        return result(TimeLimit.ofTurn(timeout));
    }

    ResultMessage result(TimeLimit limit) {
        while (messages.hasNext(limit)) {
            messages.next();
        }
        return messages.cursor.result().orElseThrow(messages.cursor::noResult);
    }

    /**
     * The messages as a sequential stream. Closing it closes nothing.
     *
     * @return a stream over the same iterator
     */
    public Stream<Message> stream() {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(messages, Spliterator.ORDERED | Spliterator.NONNULL), false);
    }

    /**
     * Takes all messages that are left of the stream and returns its last result; messages on the way are passed over. If
     * the result was already taken by iterating, it is returned again.
     *
     * @return the result
     * @throws CliExitedException if the agent ended without one
     * @throws TransportClosedException if the session was closed before it came
     */
    public ResultMessage result() {
        while (messages.hasNext()) {
            messages.next();
        }
        return messages.cursor.result().orElseThrow(messages.cursor::noResult);
    }

    /**
     * Takes all messages that are left of the stream and reads the structured answer of its last result. The session must
     * have been opened with the {@linkplain AgentOptions.Builder#outputSchema schema} of the record.
     *
     * @param shape the record
     * @param <T> the record
     * @return the answer
     * @throws ResultException if the result is an error
     * @throws StructuredOutputException if it has no structured answer, or one that does not fit
     * @throws CliExitedException if the agent ended without a result
     * @throws TransportClosedException if the session was closed before it came
     */
    public <T> T result(RecordShape<T> shape) {
        return StructuredOutputs.read(result(), shape);
    }

    private static final class Messages implements Iterator<Message> {
        private final Object owner;
        private final MessageCursor cursor;
        private @Nullable Message next;

        private final @Nullable TimeLimit streamLimit;
        private final Consumer<ResponseTimeoutException> atLimit;
        private boolean limitPassed;

        Messages(
                Object owner,
                MessageCursor cursor,
                @Nullable TimeLimit streamLimit,
                Consumer<ResponseTimeoutException> atLimit) {
            this.owner = owner;
            this.cursor = cursor;
            this.streamLimit = streamLimit;
            this.atLimit = atLimit;
        }

        @Override
        public boolean hasNext() {
            return hasNext(null);
        }

        boolean hasNext(@Nullable TimeLimit callLimit) {
            if (next == null) {
                try {
                    next = taken(callLimit);
                } catch (ResponseTimeoutException e) {
                    if (streamLimit != null && streamLimit.deadline().hasPassed() && !limitPassed) {
                        limitPassed = true;
                        atLimit.accept(e);
                    }
                    throw e;
                } finally {
                    Reference.reachabilityFence(owner);
                }
            }
            return next != null;
        }

        private @Nullable Message taken(@Nullable TimeLimit callLimit) {
            if (callLimit != null) {
                return cursor.next(callLimit.atMost(streamLimit));
            }
            return streamLimit != null ? cursor.next(streamLimit) : cursor.next();
        }

        @Override
        public Message next() {
            if (!hasNext()) {
                throw new NoSuchElementException("The messages are at their end.");
            }
            Message message = Objects.requireNonNull(next);
            next = null;
            return message;
        }
    }
}
