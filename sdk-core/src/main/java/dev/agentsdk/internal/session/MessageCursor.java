package dev.agentsdk.internal.session;

import dev.agentsdk.errors.SkippedResultException;
import dev.agentsdk.internal.session.MessageSource.Taken;
import dev.agentsdk.internal.session.RunTracker.Leftovers;
import dev.agentsdk.internal.session.RunTracker.ResultMark;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.ResultMessage;
import dev.agentsdk.message.SkippedLine;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One way through the messages of a connection, and where it ends. For one thread at a time.
 */
public final class MessageCursor {

    /** Where it ends. */
    public enum Until {
        /** With the result of a turn, but not with one that is left of an interrupted turn. */
        RESULT,
        /** With the result after which nothing goes on. */
        RUN_FINISHED,
        /** With the agent or the session. */
        END
    }

    private final Connection connection;
    private final Until until;
    private final Leftovers leftovers;
    private final Runnable onDone;
    private @Nullable ResultMessage result;
    private boolean done;

    /** A line that was skipped and ended this cursor. */
    private @Nullable SkippedLine skippedResult;

    /**
     * Makes a cursor.
     *
     * @param connection where the messages come from
     * @param until where it ends
     * @param onDone runs when it has seen its result
     */
    public MessageCursor(Connection connection, Until until, Runnable onDone) {
        this.connection = connection;
        this.until = until;
        this.leftovers = connection.leftovers();
        this.onDone = onDone;
    }

    /**
     * Takes the next message; waits for it as long as the agent lives.
     *
     * @return null at the end
     * @throws dev.agentsdk.errors.AgentException if the messages ended before
     */
    public @Nullable Message next() {
        return next(TimeLimit.NONE);
    }

    /**
     * Takes the next message; waits for it as long as the agent lives and the limit allows.
     *
     * @param limit the limit
     * @return null at the end
     * @throws dev.agentsdk.errors.ResponseTimeoutException if the limit has passed
     * @throws dev.agentsdk.errors.AgentException if the messages ended before
     */
    public @Nullable Message next(TimeLimit limit) {
        SkippedResultException skipped = skippedResult();
        if (skipped != null) {
            throw skipped;
        }
        while (!done) {
            Taken taken = connection.take(limit);
            if (taken == null) {
                endOfMessages();
                return null;
            }
            Message message = accept(taken);
            if (message != null) {
                return message;
            }
        }
        return null;
    }

    /** What was taken, if it is to be seen. May have been the last; see {@link #isDone()}. */
    @Nullable
    Message accept(Taken taken) {
        Message message = taken.message();
        ResultMark mark = taken.mark();
        if (mark != null && mark.turn() == RunTracker.Ends.NONE_SILENT && until == Until.RESULT) {
            return null;
        }
        if (message instanceof SkippedLine skipped && mark != null) {
            if (ends(mark)) {
                // After the notice itself.
                skippedResult = skipped;
                onDone.run();
            }
        } else if (message instanceof ResultMessage newest && mark != null) {
            result = newest;
            if (ends(mark)) {
                finish();
            }
        } else if (message == null && until == Until.RUN_FINISHED && result != null) {
            // Interrupted between two turns: the result that was taken remains the last.
            finish();
        }
        return message;
    }

    private boolean ends(ResultMark mark) {
        return switch (until) {
            case RESULT -> mark.turn() == RunTracker.Ends.A_TURN && !leftovers.include(mark);
            case RUN_FINISHED -> mark.last();
            case END -> false;
        };
    }

    private void finish() {
        done = true;
        onDone.run();
    }

    /** There are no more messages. Throws if that is not where the cursor ends. */
    void endOfMessages() {
        if (until == Until.RUN_FINISHED && result != null && connection.exitedInOrder()) {
            // It did not wait for what goes on in the background; the result that was taken remains the last.
            finish();
            return;
        }
        if (until != Until.END) {
            throw connection.endedBefore("its result");
        }
        if (!connection.endedInOrder()) {
            throw connection.endedBefore("the end of the conversation");
        }
        done = true;
    }

    /**
     * Whether it is at its end.
     *
     * @return true when nothing more is to be taken
     */
    public boolean isDone() {
        return done;
    }

    /** What a line that was skipped, and has ended it, is reported as; null if there is none. */
    @Nullable
    SkippedResultException skippedResult() {
        return skippedResult == null ? null : new SkippedResultException(skippedResult);
    }

    /**
     * The newest result.
     *
     * @return the result, if one was taken
     */
    public Optional<ResultMessage> result() {
        return Optional.ofNullable(result);
    }

    /**
     * Why there is no result.
     *
     * @return what to throw
     */
    public RuntimeException noResult() {
        return connection.endedBefore("its result");
    }
}
