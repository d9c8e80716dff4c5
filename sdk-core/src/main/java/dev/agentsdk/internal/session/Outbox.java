package dev.agentsdk.internal.session;

import dev.agentsdk.errors.CliExitedException;
import dev.agentsdk.errors.TransportClosedException;
import dev.agentsdk.spi.Deadline;
import dev.agentsdk.spi.ExitReport;
import dev.agentsdk.spi.Transport;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes lines to the agent, and explains a failure by the agent's exit where that is the cause. */
final class Outbox {

    /** How long a failed write waits for the agent's exit, which says more than "broken pipe" does. */
    private static final Duration EXIT_AFTER_FAILED_WRITE = Duration.ofMillis(300);

    private final Transport transport;
    private final EndState end;
    private final Consumer<Deadline> awaitOutputEnd;

    /**
     * Makes an outbox.
     *
     * @param awaitOutputEnd waits for the end of the agent's output until the deadline; the reason for an exit may stand
     *     there
     */
    Outbox(Transport transport, EndState end, Consumer<Deadline> awaitOutputEnd) {
        this.awaitOutputEnd = awaitOutputEnd;
        this.transport = transport;
        this.end = end;
    }

    /**
     * Writes a line. Never called by the reading thread.
     *
     * @param expected what the agent was expected to do with it, for the exception: {@code answering set_model}
     * @return false if it could not be written by the deadline
     */
    boolean send(byte[] line, Deadline deadline, String expected) {
        if (end.isClosing()) {
            throw end.closed();
        }
        try {
            return transport.send(line, deadline);
        } catch (TransportClosedException e) {
            if (end.isClosing()) {
                throw end.closed(e);
            }
            ExitReport exit = awaitExit();
            if (exit == null) {
                throw e;
            }
            awaitOutputEnd.accept(Deadline.in(EXIT_AFTER_FAILED_WRITE));
            CliExitedException told = end.exited(expected, exit);
            told.addSuppressed(e);
            throw told;
        }
    }

    private @Nullable ExitReport awaitExit() {
        try {
            return transport.exit().get(EXIT_AFTER_FAILED_WRITE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (TimeoutException | ExecutionException e) {
            return null;
        }
    }
}
