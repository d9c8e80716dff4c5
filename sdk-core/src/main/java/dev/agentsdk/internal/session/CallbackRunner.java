package dev.agentsdk.internal.session;

import dev.agentsdk.callback.internal.CallbackScope;
import dev.agentsdk.callback.internal.CallbackThreads;
import dev.agentsdk.errors.AgentInterruptedException;
import dev.agentsdk.errors.CallbackException;
import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.spi.WarningLimit;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the application's callbacks: on the application's executor if it has given one, else on a thread of the session,
 * and sends what comes of it. Whatever a callback throws is told to the agent and reported, and ends nothing.
 */
final class CallbackRunner {

    private static final Logger log = LoggerFactory.getLogger(CallbackRunner.class);

    private final CallbackThreads threads;
    private final @Nullable Executor application;
    private final CallbackErrors errors;

    private final CallbackScope scope;

    CallbackRunner(
            CallbackThreads threads, @Nullable Executor application, CallbackErrors errors, CallbackScope scope) {
        this.scope = scope;
        this.threads = threads;
        this.application = application;
        this.errors = errors;
    }

    /** Where application code runs. May refuse. */
    Executor executor() {
        return scope.within(application != null ? application : threads);
    }

    /** The bound of the session's warnings. */
    WarningLimit warnings() {
        return errors.warnings();
    }

    /** The application's code for one request. */
    interface Call<T> {
        CompletionStage<T> call() throws Exception;
    }

    /**
     * Reads a request into what the callback takes. Null if there is nothing to run, and the request was settled. Throws
     * {@link Malformed} if it cannot be read.
     */
    interface Prepared<T> {
        @Nullable
        Work<T> prepare() throws Malformed;
    }

    /**
     * A callback that is ready to run.
     *
     * @param kind its kind
     * @param name what it is called in an error
     * @param call runs it
     * @param toAnswer makes the answer of what it returns, null for no answer; what this throws counts as thrown by the
     *     callback
     * @param onFailure makes the answer after a failure; null for an error
     */
    record Work<T>(
            CallbackException.Kind kind,
            String name,
            Call<T> call,
            Function<T, @Nullable Object> toAnswer,
            @Nullable Function<Throwable, Object> onFailure) {

        Work(CallbackException.Kind kind, String name, Call<T> call, Function<T, @Nullable Object> toAnswer) {
            this(kind, name, call, toAnswer, null);
        }
    }

    /**
     * The answer to a request for which no code of the application was called: it is not what it should be, or the
     * application's executor refused it. Without it that is an error. Reports the reason itself.
     */
    interface Unasked {
        Object answer(Throwable why);
    }

    /** The agent's request is not what it should be. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String problem) {
            super(problem);
        }
    }

    /** Serves a request. Does not wait and may be called by the reading thread: the request is read elsewhere. */
    <T> void run(Incoming request, Prepared<T> prepared) {
        run(request, prepared, null);
    }

    /** {@link #run(Incoming, Prepared)} with the answer for the case that the application cannot be asked. */
    <T> void run(Incoming request, Prepared<T> prepared, @Nullable Unasked unasked) {
        request.hold();
        threads.execute(() -> {
            try {
                prepareAndCall(request, prepared, unasked);
            } finally {
                request.release();
            }
        });
    }

    private <T> void prepareAndCall(Incoming request, Prepared<T> prepared, @Nullable Unasked unasked) {
        if (request.isSettled()) {
            // Taken back, or the session is closed: no time is spent on reading it.
            return;
        }
        Work<T> work;
        try {
            work = prepared.prepare();
        } catch (Malformed e) {
            if (answerUnasked(request, unasked, e)) {
                return;
            }
            if (warnings().allows(log::warn)) {
                log.warn(
                        "The agent's request {} cannot be served: {}",
                        Printable.of(request.subtype()),
                        Printable.of(String.valueOf(e.getMessage())));
            }
            request.refuse(String.valueOf(e.getMessage()));
            return;
        } catch (Throwable e) { // also an Error: the agent waits all the same
            if (answerUnasked(request, unasked, e)) {
                return;
            }
            if (warnings().allows(log::warn)) {
                log.warn("The agent's request {} cannot be read", Printable.of(request.subtype()), e);
            }
            request.refuse("The request cannot be read: " + e.getClass().getSimpleName() + ".");
            return;
        }
        if (work == null) {
            return;
        }
        if (application == null) {
            scope.run(() -> call(request, work));
            return;
        }
        request.hold();
        try {
            application.execute(() -> {
                try {
                    scope.run(() -> call(request, work));
                } finally {
                    request.release();
                }
            });
        } catch (Throwable e) {
            // A full or shut-down pool: the agent waits all the same.
            request.release();
            if (!answerUnasked(request, unasked, e)) {
                fail(request, work, e);
            }
        }
    }

    /** False if an error is the answer. */
    private static boolean answerUnasked(Incoming request, @Nullable Unasked unasked, Throwable why) {
        if (unasked == null) {
            return false;
        }
        if (!request.isSettled()) {
            request.answer(unasked.answer(why));
        }
        return true;
    }

    private <T> void call(Incoming request, Work<T> work) {
        if (request.isSettled() || !request.cancellation().enter()) {
            return;
        }
        CompletionStage<T> stage = null;
        Throwable thrown = null;
        try {
            stage = work.call().call();
        } catch (
                Throwable
                        e) { // an AssertionError or a StackOverflowError of a callback is no reason to leave the agent
            // waiting
            thrown = e;
        } finally {
            request.cancellation().leave();
        }
        if (thrown != null) {
            Throwable why = thrown;
            onSessionThread(() -> fail(request, work, why));
        } else if (stage == null) {
            onSessionThread(() -> fail(request, work, new NullPointerException("The callback returned null.")));
        } else {
            hook(request, work, stage);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the end of the line
    private <T> void hook(Incoming request, Work<T> work, CompletionStage<T> stage) {
        stage.whenComplete((value, error) -> onSessionThread(() -> {
            if (error != null) {
                fail(
                        request,
                        work,
                        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error);
            } else {
                answer(request, work, value);
            }
        }));
    }

    /** Answers may have to wait for the agent to read, and futures are completed by any thread. */
    private void onSessionThread(Runnable work) {
        if (CallbackThreads.isCurrent()) {
            work.run();
        } else {
            threads.execute(work);
        }
    }

    private <T> void answer(Incoming request, Work<T> work, @Nullable T value) {
        try {
            if (value == null) {
                throw new NullPointerException("The callback returned null.");
            }
            Object answer = work.toAnswer().apply(value);
            if (answer == null) {
                request.leaveOpen();
            } else {
                request.answer(answer);
            }
        } catch (Throwable e) { // also an Error: the agent waits all the same
            fail(request, work, e);
        }
    }

    private <T> void fail(Incoming request, Work<T> work, Throwable why) {
        if (request.cancellation().isCancelled() && isCancellation(why)) {
            log.debug("The callback {} was cancelled", Printable.of(work.name()));
            return;
        }
        errors.report(new CallbackException(work.kind(), work.name(), why));
        if (work.onFailure() != null) {
            request.answer(work.onFailure().apply(why));
            return;
        }
        // The text alone, as the official SDKs send it.
        request.refuse(why.getMessage() == null ? why.getClass().getName() : why.getMessage());
    }

    private static boolean isCancellation(Throwable why) {
        return why instanceof InterruptedException
                || why instanceof CancellationException
                || why instanceof AgentInterruptedException;
    }
}
