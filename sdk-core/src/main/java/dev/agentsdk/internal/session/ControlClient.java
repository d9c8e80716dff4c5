package dev.agentsdk.internal.session;

import dev.agentsdk.callback.internal.CallbackThreads;
import dev.agentsdk.control.ControlRequest;
import dev.agentsdk.errors.AgentException;
import dev.agentsdk.errors.AgentInterruptedException;
import dev.agentsdk.errors.ControlTimeoutException;
import dev.agentsdk.internal.protocol.streamjson.Dialect;
import dev.agentsdk.internal.protocol.streamjson.Frames;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.spi.Deadline;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends control requests and waits for their answers, or hands out futures of them. A request that is given up (time-out,
 * interruption, a cancelled future) is withdrawn with {@code control_cancel_request}: {@code claude} 2.1.329 then stops
 * what it can stop, and every CLI ignores one that comes too late.
 */
final class ControlClient {

    private static final Logger log = LoggerFactory.getLogger(ControlClient.class);

    private final Dialect dialect;
    private final Outbox outbox;
    private final PendingRequests pending;
    private final CallbackThreads callbacks;
    private final Duration writeTimeout;

    ControlClient(
            Dialect dialect, Outbox outbox, PendingRequests pending, CallbackThreads callbacks, Duration writeTimeout) {
        this.dialect = dialect;
        this.outbox = outbox;
        this.pending = pending;
        this.callbacks = callbacks;
        this.writeTimeout = writeTimeout;
    }

    /** Sends a request and waits for its answer, {@code timeout} at the most. */
    RawJson request(String subtype, Map<String, ?> fields, Duration timeout) {
        Deadline deadline = Deadline.in(timeout);
        PendingRequests.Pending request = pending.register(subtype);
        try {
            if (!request.answer().isDone() && !write(request, fields, deadline)) {
                throw timedOut(request, timeout);
            }
            return request.answer().get(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            ControlTimeoutException timedOut = timedOut(request, timeout);
            giveUp(request, timedOut);
            throw timedOut;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            AgentInterruptedException told =
                    new AgentInterruptedException("Interrupted while waiting for the answer to " + subtype + ".");
            giveUp(request, told);
            throw told;
        } catch (ExecutionException e) {
            throw asAgentException(request, e.getCause());
        } catch (RuntimeException | Error e) {
            // Not written, or not as a whole: there is nothing to withdraw.
            pending.fail(request, asAgentException(request, e));
            throw e;
        }
    }

    /** Sends a request, on a thread of the session since the agent may be slow to read. */
    @SuppressWarnings("FutureReturnValueIgnored") // the dependent is the end of the line
    <T> CompletableFuture<T> requestAsync(ControlRequest<T> asked, Duration timeout) {
        Deadline deadline = Deadline.in(timeout);
        PendingRequests.Pending request = pending.register(asked.subtype());
        Told<T> told = new Told<>(request, asked::read);
        atDeadline(request, deadline, () -> giveUp(request, timedOut(request, timeout)));
        request.answer().whenComplete((answer, error) -> {
            // By the reading thread, or whoever closes: what the application hangs onto the future runs elsewhere.
            try {
                callbacks.executeAlways(() -> told.settle(answer, error));
            } catch (OutOfMemoryError e) {
                // No thread can be created. By this thread then: better than a future that never completes.
                log.warn("No thread can be created to complete the answer to {}", request.subtype());
                told.settle(answer, error);
            }
        });
        if (!request.answer().isDone()) {
            callbacks.executeAlways(() -> {
                try {
                    if (!request.answer().isDone() && !write(request, asked.fields(), deadline)) {
                        pending.fail(request, timedOut(request, timeout));
                    }
                } catch (Throwable e) { // also an Error: somebody waits
                    pending.fail(request, asAgentException(request, e));
                }
            });
        }
        return told;
    }

    /**
     * Writes a request by this thread and does not wait for the answer, so that requests go out in the order of the calls.
     * An answer that does not come in time is not waited for any more; the request is not withdrawn.
     *
     * @return completes with the answer, or with what went wrong; its dependents must not wait
     */
    CompletableFuture<RawJson> post(String subtype, Map<String, ?> fields, Duration timeout) {
        Deadline deadline = Deadline.in(timeout);
        PendingRequests.Pending request = pending.register(subtype);
        try {
            if (!request.answer().isDone() && !write(request, fields, deadline)) {
                pending.fail(request, timedOut(request, timeout));
            }
        } catch (RuntimeException | Error e) {
            pending.fail(request, asAgentException(request, e));
        }
        atDeadline(request, deadline, () -> pending.fail(request, timedOut(request, timeout)));
        return request.answer().copy();
    }

    /** Runs something if a request has no answer at the deadline. */
    @SuppressWarnings("FutureReturnValueIgnored") // the dependent is the end of the line
    private static void atDeadline(PendingRequests.Pending request, Deadline deadline, Runnable late) {
        Future<?> clock = Timeouts.at(deadline, late);
        request.answer().whenComplete((answer, error) -> clock.cancel(false));
    }

    /** The application's future of an answer. Cancelling it withdraws the request. */
    private final class Told<T> extends CompletableFuture<T> {
        private final PendingRequests.Pending request;
        private final Function<RawJson, T> reader;

        Told(PendingRequests.Pending request, Function<RawJson, T> reader) {
            this.request = request;
            this.reader = reader;
        }

        void settle(@Nullable RawJson answer, @Nullable Throwable error) {
            if (answer == null) {
                completeExceptionally(asAgentException(request, Objects.requireNonNull(error)));
                return;
            }
            try {
                complete(reader.apply(answer));
            } catch (Throwable e) { // also an Error: somebody waits
                completeExceptionally(asAgentException(request, e));
            }
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            boolean cancelled = super.cancel(mayInterruptIfRunning);
            giveUp(request, new AgentException("The request " + request.subtype() + " was cancelled."));
            return cancelled;
        }
    }

    private boolean write(PendingRequests.Pending request, Map<String, ?> fields, Deadline deadline) {
        byte[] line = Frames.request(request.id(), dialect.request(request.subtype(), fields));
        return outbox.send(line, deadline, "answering " + request.subtype());
    }

    /** Settles a request that was written and is not waited for any more, and tells the agent. */
    private void giveUp(PendingRequests.Pending request, AgentException why) {
        if (!pending.fail(request, why) || request.subtype().equals("initialize")) {
            // Settled meanwhile; or the handshake, after which the session is closed anyway.
            return;
        }
        callbacks.execute(() -> {
            try {
                outbox.send(Frames.cancel(request.id()), Deadline.in(writeTimeout), "taking back " + request.subtype());
            } catch (AgentException e) {
                log.debug(
                        "The request {} cannot be withdrawn: {}",
                        request.subtype(),
                        e.getClass().getSimpleName());
            }
        });
    }

    private static AgentException asAgentException(PendingRequests.Pending request, @Nullable Throwable error) {
        return error instanceof AgentException told
                ? told
                : new AgentException("The control request " + request.subtype() + " failed: " + error, error);
    }

    private static ControlTimeoutException timedOut(PendingRequests.Pending request, Duration timeout) {
        return new ControlTimeoutException(
                request.subtype(),
                request.id(),
                timeout,
                "The agent is busy or does not know the request; SessionLimits.controlTimeout sets the time, or"
                        + " ControlRequest.withTimeout for one request.");
    }
}
