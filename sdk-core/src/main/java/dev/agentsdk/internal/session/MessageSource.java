package dev.agentsdk.internal.session;

import dev.agentsdk.errors.AgentException;
import dev.agentsdk.errors.AgentInterruptedException;
import dev.agentsdk.internal.session.RunTracker.ResultMark;
import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.json.internal.Utf8Lines;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.SkippedLine;
import dev.agentsdk.message.internal.MessageParser;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes messages from the queue and parses them, on the application's thread. */
final class MessageSource {

    private static final Logger log = LoggerFactory.getLogger(MessageSource.class);

    private final MessageQueue queue;
    private final Counters counters;
    private final EndState end;
    private final Runnable beforeResult;

    /**
     * Makes a source.
     *
     * @param beforeResult runs on the thread that takes a result, before it is handed out
     */
    MessageSource(MessageQueue queue, Counters counters, EndState end, Runnable beforeResult) {
        this.queue = queue;
        this.counters = counters;
        this.end = end;
        this.beforeResult = beforeResult;
    }

    /**
     * What was taken.
     *
     * @param message the message; null for the place where the run was finished without a result
     * @param mark what is known of a result, also of one that was skipped; null for anything else
     */
    record Taken(@Nullable Message message, @Nullable ResultMark mark) {}

    /** The next message; waits for it as long as the agent lives and the limit allows. Null when the output has ended. */
    @Nullable
    Taken next(TimeLimit limit) {
        if (limit.coversReading() && limit.deadline().hasPassed()) {
            throw limit.passed();
        }
        MessageQueue.Entry entry;
        try {
            entry = queue.take(limit.deadline());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AgentInterruptedException("Interrupted while waiting for a message of the agent.");
        }
        if (entry == MessageQueue.TIMED_OUT) {
            throw limit.passed();
        }
        if (entry == null) {
            AgentException why = end.failure();
            if (why != null) {
                throw why;
            }
            return null;
        }
        return read(entry);
    }

    /** The next message, if one is there. */
    @Nullable
    Taken poll() {
        MessageQueue.Entry entry = queue.poll();
        return entry == null ? null : read(entry);
    }

    /** Whether all messages were taken and no more come. Throws if something other than the agent or a close ended them. */
    boolean isExhausted() {
        if (!queue.isExhausted()) {
            return false;
        }
        AgentException why = end.failure();
        if (why != null) {
            throw why;
        }
        return true;
    }

    private Taken read(MessageQueue.Entry entry) {
        if (entry.isRunFinished()) {
            return new Taken(null, null);
        }
        SkippedLine notice = entry.notice();
        Message message = notice != null ? notice : parse(entry);
        if (entry.mark() != null) {
            beforeResult.run();
        }
        ResultMark mark = entry.mark();
        if (mark == null
                && notice == null
                && message instanceof SkippedLine
                && FrameRouter.mayBeResult(null, entry.line())) {
            // Two objects in one line, for example. What the run does now is not known.
            mark = new ResultMark(Long.MAX_VALUE, false, true, RunTracker.Ends.A_TURN);
        }
        return new Taken(message, mark);
    }

    private Message parse(MessageQueue.Entry entry) {
        try {
            if (!entry.type().isEmpty()) {
                return MessageParser.parse(entry.line(), entry.type());
            }
        } catch (IOException e) {
            log.debug(
                    "A message of type {} is no JSON as it stands: {}",
                    Printable.of(entry.type()),
                    e.getClass().getName());
        }
        Message plain = MessageParser.parse(entry.line()).orElse(null);
        if (plain != null) {
            return plain;
        }
        Message repaired = MessageParser.parse(Utf8Lines.repaired(entry.line())).orElse(null);
        if (repaired != null) {
            counters.repairedLines.increment();
            return repaired;
        }
        counters.malformedLines.increment();
        return SkippedLine.of(SkippedLine.Reason.MALFORMED, entry.line().length, Utf8Lines.head(entry.line()));
    }
}
