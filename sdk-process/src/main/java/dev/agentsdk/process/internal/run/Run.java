package dev.agentsdk.process.internal.run;

import dev.agentsdk.process.Deadline;
import dev.agentsdk.process.ManagedProcess;
import dev.agentsdk.process.OutputChunk;
import dev.agentsdk.process.OutputLine;
import dev.agentsdk.process.ProcessException;
import dev.agentsdk.process.ProcessExit;
import dev.agentsdk.process.ProcessExit.Stage;
import dev.agentsdk.process.ProcessFailedException;
import dev.agentsdk.process.ProcessInput;
import dev.agentsdk.process.ProcessResult;
import dev.agentsdk.process.ProcessResult.Reason;
import dev.agentsdk.process.ProcessSpec;
import dev.agentsdk.process.ProcessStartException;
import dev.agentsdk.process.TeardownPlan;
import dev.agentsdk.process.internal.DaemonThreads;
import dev.agentsdk.process.internal.Waits;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process from its start to its result. One thread {@linkplain #drive drives} it: waits for the exit, the time-out or
 * a {@linkplain #stop request to stop}, whichever is first, ends the process if need be, and collects. The reading threads
 * only fill a {@link RunOutput}; any thread may ask for the stop.
 */
public final class Run {

    private static final Logger log = LoggerFactory.getLogger(Run.class);

    /** For the work after an ending: reading what is in the pipes, ending what is left, leaving threads. */
    private static final Duration RELEASE = Duration.ofSeconds(1);

    /** For reading what is in the pipes of a process that has exited by itself: never needed, unless a disk hangs. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(30);

    /** How often a consumer is looked for that may have vanished without a word. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final RunSettings settings;
    private final TeardownPlan plan;
    private final String program;
    private final long startedAt = System.nanoTime();
    private final CompletableFuture<Reason> stop = new CompletableFuture<>();
    private final @Nullable OutputQueue<?> queue;
    private final RunOutput output;
    private @Nullable StdinPump pump;

    /** For the consumer of a run that fails as none should. Made before, since there may be no memory then. */
    private final IllegalStateException failed = new IllegalStateException("The run has failed.");

    private Run(RunSettings settings, ProcessSpec spec, @Nullable Streaming<?> streaming) {
        this.settings = settings;
        this.program = spec.command().isEmpty() ? "" : spec.command().get(0);
        this.plan = new TeardownPlan(
                Duration.ZERO,
                settings.termGrace(),
                settings.killGrace(),
                budget(settings),
                spec.teardown().leftoverGrace(),
                spec.teardown().descendants());
        this.queue = streaming == null ? null : streaming.queue;
        this.output = new RunOutput(settings, spec.isStderrMerged(), streaming, stop::complete);
    }

    /**
     * A run and the queue that it is streamed into.
     *
     * @param run the run
     * @param queue what its consumer takes from
     * @param <T> lines or chunks
     */
    public record Streamed<T>(Run run, OutputQueue<T> queue) {}

    /**
     * Starts a process whose output is kept.
     *
     * @param settings the runner's
     * @param spec what to start
     * @return the run, which must be driven
     * @throws ProcessException if it cannot be started, or its input not be opened
     */
    public static Run start(RunSettings settings, ProcessSpec spec) {
        Run run = new Run(settings, spec, null);
        run.launch(spec);
        return run;
    }

    /**
     * Starts a process whose output is streamed in lines.
     *
     * @param settings the runner's
     * @param spec what to start
     * @return the run, which must be driven
     * @throws ProcessException if it cannot be started, or its input not be opened
     */
    public static Streamed<OutputLine> streamLines(RunSettings settings, ProcessSpec spec) {
        OutputQueue<OutputLine> queue = new OutputQueue<>(settings.streamBuffer());
        return stream(settings, spec, new Streaming.Lines(queue, settings.maxLineBytes(), spec.isStderrMerged()));
    }

    /**
     * Starts a process whose output is streamed as it is read.
     *
     * @param settings the runner's
     * @param spec what to start
     * @return the run, which must be driven
     * @throws ProcessException if it cannot be started, or its input not be opened
     */
    public static Streamed<OutputChunk> streamChunks(RunSettings settings, ProcessSpec spec) {
        OutputQueue<OutputChunk> queue = new OutputQueue<>(settings.streamBuffer());
        return stream(settings, spec, new Streaming.Chunks(queue, spec.isStderrMerged()));
    }

    private static <T> Streamed<T> stream(RunSettings settings, ProcessSpec spec, Streaming<T> streaming) {
        Run run = new Run(settings, spec, streaming);
        run.launch(spec);
        return new Streamed<>(run, streaming.queue);
    }

    private void launch(ProcessSpec spec) {
        ProcessInput wanted = spec.stdin().orElse(null);
        InputStream input = wanted == null ? null : opened(wanted);
        ManagedProcess process;
        try {
            ProcessSpec plain = spec.withoutStdin().withTeardown(plan);
            process = settings.launcher().get().start(plain, output);
        } catch (RuntimeException | Error e) {
            if (input != null) {
                StdinPump.closeQuietly(input);
            }
            throw e;
        }
        if (input == null) {
            // Nobody else writes, so that there is no write to wait for.
            process.closeStdin(Deadline.never());
            return;
        }
        try {
            pump = StdinPump.start(input, process, output::fail);
        } catch (OutOfMemoryError e) {
            process.close();
            throw outOfThreads("write to " + program, e);
        } catch (RuntimeException | Error e) {
            process.close();
            throw e;
        }
    }

    private InputStream opened(ProcessInput input) {
        try {
            return Objects.requireNonNull(input.open(), "ProcessInput.open() returned null");
        } catch (IOException e) {
            throw new ProcessException("The input of " + program + " cannot be opened: " + e, e);
        }
    }

    /** "unable to create native thread" is the limit on threads, not the heap. */
    private static ProcessStartException outOfThreads(String why, OutOfMemoryError cause) {
        return new ProcessStartException(
                ProcessStartException.Reason.OUT_OF_PROCESSES,
                "No thread could be created to " + why + ", so that it was ended again: a limit is reached (ulimit -u,"
                        + " or that of the container).",
                cause);
    }

    /**
     * Drives the run on a thread of its own.
     *
     * @param consumerIsThere asked now and then; a run without a consumer is cancelled
     * @return completed by that thread when the run is over. Whoever completes it otherwise, for example by cancelling it,
     *     cancels the run
     * @throws ProcessStartException if there is no thread; the process has been ended again
     */
    @SuppressWarnings("FutureReturnValueIgnored") // it leads to the stop, for which nobody waits
    public CompletableFuture<ProcessResult> driveInBackground(BooleanSupplier consumerIsThere) {
        CompletableFuture<ProcessResult> future = new CompletableFuture<>();
        Thread driver = DaemonThreads.create(() -> driveTo(future, consumerIsThere), "agent-sdk-run-" + pid());
        try {
            driver.start();
        } catch (OutOfMemoryError e) {
            output.process().close();
            stopPump();
            throw outOfThreads("watch " + program, e);
        }
        future.whenComplete((result, problem) -> stop(Reason.CANCELLED));
        return future;
    }

    private void driveTo(CompletableFuture<ProcessResult> future, BooleanSupplier consumerIsThere) {
        try {
            ProcessResult result = drive(false, consumerIsThere);
            endQueue(null);
            future.complete(result);
        } catch (ProcessException e) {
            endQueue(e);
            future.completeExceptionally(e);
        } catch (RuntimeException | Error e) {
            // No memory, for example: those who wait come before the log.
            failed.initCause(e);
            endQueue(failed);
            future.completeExceptionally(e);
            log.error("The run of {} has failed", program, e);
        }
    }

    private void endQueue(@Nullable RuntimeException why) {
        if (queue != null) {
            queue.end(why);
        }
    }

    /**
     * Sees the run through on the calling thread. An interruption of it cancels the run; the flag is kept.
     *
     * @return what came of it
     * @throws ProcessFailedException if its input could not be read or its output not be kept
     */
    public ProcessResult drive() {
        return drive(true, () -> true);
    }

    private ProcessResult drive(boolean interruptible, BooleanSupplier consumerIsThere) {
        ManagedProcess process = output.process();
        boolean interrupted = false;
        boolean over = false;
        try {
            Reason reason;
            while (true) {
                try {
                    reason = awaitEnd(process, consumerIsThere);
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                    if (interruptible) {
                        stop(Reason.CANCELLED);
                    }
                }
            }
            ProcessResult result = reason == Reason.EXITED ? afterExit(process) : end(process, reason);
            over = true;
            return result;
        } finally {
            stopPump();
            if (!over) {
                // Also when memory has run out: a process that nothing drives must not run on.
                process.close();
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits for an exit with all that was written, or for a reason to end the process. */
    private Reason awaitEnd(ManagedProcess process, BooleanSupplier consumerIsThere) throws InterruptedException {
        Deadline timeout = settings.timeout()
                .map(time -> Deadline.in(time.minusNanos(System.nanoTime() - startedAt)))
                .orElseGet(Deadline::never);
        CompletableFuture<?> exitOrStop = CompletableFuture.anyOf(process.exit(), stop);
        while (!settled(exitOrStop, timeout.atMost(LOOK))) {
            if (timeout.hasPassed()) {
                stop(Reason.TIMED_OUT);
            } else if (!consumerIsThere.getAsBoolean()) {
                stop(Reason.CANCELLED);
            } else if (queue != null && !process.isAlive()) {
                // The thread that sees exits may be the one that waits for the consumer to take stderr.
                queue.takeInTheRest();
            }
        }
        if (process.exit().isDone()) {
            if (queue != null) {
                queue.takeInTheRest();
            }
            if (settled(output.settled(), Deadline.in(LAST_WORDS))) {
                Reason asked = stop.getNow(Reason.EXITED);
                // Asked too late: there was nothing to end any more.
                return asked == Reason.CANCELLED || asked == Reason.TIMED_OUT ? Reason.EXITED : asked;
            }
        }
        return stop.getNow(Reason.EXITED);
    }

    private static boolean settled(CompletableFuture<?> future, Deadline deadline) throws InterruptedException {
        try {
            future.get(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("These futures never complete exceptionally.", e);
        }
    }

    private ProcessResult afterExit(ManagedProcess process) {
        ProcessExit exit = process.close(Deadline.in(RELEASE));
        return result(Reason.EXITED, Stage.ALREADY_EXITED, Duration.ZERO, exit);
    }

    /** Bounded by the two graces and twice {@link #RELEASE}. */
    private ProcessResult end(ManagedProcess process, Reason reason) {
        long start = System.nanoTime();
        if (reason == Reason.CANCELLED && queue != null) {
            // Nobody takes any more, and a process that waits for a reader would not see its SIGTERM through.
            queue.discard();
        }
        Stage stage = DrainedEnding.end(process, plan, Deadline.in(plan.budget()));
        if (queue != null) {
            queue.takeInTheRest();
        }
        if (stage != Stage.ABANDONED) {
            Waits.settled(output.settled(), Deadline.in(RELEASE));
        }
        ProcessExit exit = process.close(Deadline.in(RELEASE));
        if (stage == Stage.ABANDONED && exit.exitCode().isPresent()) {
            stage = Stage.KILL;
        }
        return result(reason, stage, Duration.ofNanos(System.nanoTime() - start), exit);
    }

    private ProcessResult result(Reason reason, Stage stage, Duration ending, ProcessExit exit) {
        output.finish();
        Throwable problem = output.failure();
        ProcessResult result = new ProcessResult(
                program,
                pid(),
                problem == null ? reason : Reason.FAILED,
                exit.toBuilder().stage(stage).elapsed(ending).build(),
                output.stdout(),
                output.stderr(),
                Duration.ofNanos(System.nanoTime() - startedAt));
        if (problem != null) {
            throw new ProcessFailedException(result, problem);
        }
        return result;
    }

    private void stopPump() {
        if (pump != null) {
            pump.stop();
        }
    }

    /**
     * Asks for the end. Does not wait; the first reason counts, and none after the end.
     *
     * @param reason why
     */
    public void stop(Reason reason) {
        stop.complete(reason);
    }

    /**
     * The process id.
     *
     * @return the id
     */
    public long pid() {
        return output.process().pid();
    }

    private static Duration budget(RunSettings settings) {
        return settings.termGrace().plus(settings.killGrace()).plus(RELEASE);
    }

    /**
     * The longest time from {@link #stop} to the result.
     *
     * @param settings of the runner
     * @return the graces, and what the work between them may take
     */
    public static Duration endingBudget(RunSettings settings) {
        return budget(settings).plus(RELEASE).plus(RELEASE);
    }

    /**
     * The longest time from {@link #stop} to the result.
     *
     * @return the graces, and what the work between them may take
     */
    public Duration endingBudget() {
        return endingBudget(settings);
    }
}
