package dev.agentsdk.internal.session;

import dev.agentsdk.errors.AgentException;
import dev.agentsdk.errors.CliExitedException;
import dev.agentsdk.errors.TransportClosedException;
import dev.agentsdk.message.ResultMessage;
import dev.agentsdk.message.internal.MessageParser;
import dev.agentsdk.spi.ExitReport;
import dev.agentsdk.spi.Transport;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Whether and how a session has ended, and the exceptions that say so. */
final class EndState {

    private final Transport transport;
    private final FrameRouter output;
    private final AtomicReference<@Nullable Closing> closing = new AtomicReference<>();

    /** Why the session is closed. */
    enum Closing {
        /** By the application, or after a failure. */
        CLOSED("The session is closed: its close() was called."),
        /** By the shutdown hook. */
        JVM_EXIT("The session was closed because this JVM is shutting down.");

        private final String message;

        Closing(String message) {
            this.message = message;
        }
    }

    /** What ended the session, when that was neither the agent nor a close. */
    private volatile @Nullable AgentException failure;

    /** Why the agent's output can be read no further; set by the reading thread. */
    private volatile @Nullable Throwable readingFailure;

    /**
     * Makes the state of a session that has not ended.
     *
     * @param output what has read the agent's output
     */
    EndState(Transport transport, FrameRouter output) {
        this.transport = transport;
        this.output = output;
    }

    /** True for the first who closes, and for nobody else. */
    boolean beginClosing(Closing reason) {
        return closing.compareAndSet(null, reason);
    }

    boolean isClosing() {
        return closing.get() != null;
    }

    void failed(AgentException why) {
        failure = why;
    }

    /** The agent's output can be read no further. Allocates nothing, since memory may have run out. */
    void readingFailed(Throwable cause) {
        if (readingFailure == null) {
            readingFailure = cause;
        }
    }

    /**
     * What ended the session, when that was neither the agent nor a close. The exception of a failed reading thread is made
     * here, by the thread that asks.
     */
    @Nullable
    AgentException failure() {
        AgentException why = failure;
        Throwable cause = readingFailure;
        if (why == null && cause != null) {
            why = new AgentException(
                    "The agent's output could not be read any further, so that the agent is ended: " + cause, cause);
            failure = why;
        }
        return why;
    }

    TransportClosedException closed() {
        return closed(null);
    }

    TransportClosedException closed(@Nullable Throwable cause) {
        AgentException why = failure();
        if (why != null) {
            // The close followed from it.
            return new TransportClosedException("The session was closed because it failed: " + why.getMessage(), why);
        }
        Closing reason = closing.get();
        return new TransportClosedException((reason == null ? Closing.CLOSED : reason).message, cause);
    }

    CliExitedException exited(String expected, @Nullable ExitReport exit) {
        return new CliExitedException(
                expected, exit, lastErrorResult(), output.noise().lines(), output.spokeJson());
    }

    /** How the agent ended, if that is known. Null too if the transport's future has failed: the steps of an end go on. */
    @Nullable
    ExitReport exit() {
        return CloseSteps.get(
                "asking how the agent ended", () -> transport.exit().getNow(null));
    }

    /** Why there is no message although one was expected. */
    AgentException endedBefore(String expected) {
        AgentException why = failure();
        if (why != null) {
            return why;
        }
        return isClosing() ? closed() : exited(expected, exit());
    }

    /**
     * Whether the agent's end, if that is what ended the messages, was in good order: exit code 0, or a non-zero one
     * after an error result, which is how CLIs end then. Also true if the session was closed.
     */
    boolean endedInOrder() {
        if (isClosing()) {
            return true;
        }
        ExitReport exit = exit();
        return exit != null && exit.signal().isEmpty() && (exit.exitCode().orElse(0) == 0 || lastErrorResult() != null);
    }

    private @Nullable ResultMessage lastErrorResult() {
        byte[] line = output.lastResult();
        if (line == null) {
            return null;
        }
        return MessageParser.parse(line)
                .filter(ResultMessage.class::isInstance)
                .map(ResultMessage.class::cast)
                .filter(ResultMessage::isError)
                .orElse(null);
    }
}
