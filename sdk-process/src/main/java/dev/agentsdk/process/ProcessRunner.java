package dev.agentsdk.process;

import dev.agentsdk.process.internal.run.OutputPublisher;
import dev.agentsdk.process.internal.run.Run;
import dev.agentsdk.process.internal.run.RunSettings;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/**
 * Runs commands to their end. What they write is read all the time, both outputs together; when the time is up, or the run
 * is cancelled, the process and its group get SIGTERM and, after a grace, SIGKILL, are read to the last byte, and are
 * reaped; and the result has everything that was read, with the reason. A time-out and an exit code are data. What is
 * thrown is a {@link ProcessStartException}, and a {@link ProcessFailedException} when the input cannot be read or the
 * output not be kept.
 *
 * <p>A process that has no {@linkplain ProcessSpec#withStdin input} reads EOF. When it exits by itself, what it leaves
 * behind is ended, as the {@link TeardownPlan} of its specification says; of that plan a run uses {@code leftoverGrace}
 * and {@code descendants}, while the times for the signals are those of the runner.
 *
 * <p>Immutable and thread-safe; each {@code with…} method returns a changed copy. Needs no closing.
 */
public final class ProcessRunner {

    private static final RunSettings DEFAULTS = new RunSettings(
            ProcessLauncher::automatic,
            Optional.empty(),
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            OutputLimit.fail(16 << 20),
            OutputLimit.fail(16 << 20),
            1 << 20,
            1 << 20);

    private static final int SMALLEST_LINE_LIMIT = 8;

    private final RunSettings settings;

    private ProcessRunner(RunSettings settings) {
        this.settings = settings;
    }

    /**
     * A runner on the best launcher for this machine, without a time-out.
     *
     * @return a runner with the defaults that are described at each {@code with…} method
     */
    public static ProcessRunner create() {
        return new ProcessRunner(DEFAULTS);
    }

    /**
     * Sets the launcher.
     *
     * @param launcher starts the processes; {@link ProcessLauncher#automatic()} by default
     * @return a changed copy
     */
    public ProcessRunner withLauncher(ProcessLauncher launcher) {
        Objects.requireNonNull(launcher, "launcher");
        return new ProcessRunner(new RunSettings(
                () -> launcher,
                settings.timeout(),
                settings.termGrace(),
                settings.killGrace(),
                settings.stdoutLimit(),
                settings.stderrLimit(),
                settings.maxLineBytes(),
                settings.streamBuffer()));
    }

    /**
     * Sets how long a process may run before it is ended. The ending comes on top: {@linkplain #withGraces the graces} at
     * the most, and normally milliseconds.
     *
     * @param timeout a positive time; none by default
     * @return a changed copy
     */
    public ProcessRunner withTimeout(Duration timeout) {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("The time-out must be positive: " + timeout);
        }
        return new ProcessRunner(new RunSettings(
                settings.launcher(),
                Optional.of(timeout),
                settings.termGrace(),
                settings.killGrace(),
                settings.stdoutLimit(),
                settings.stderrLimit(),
                settings.maxLineBytes(),
                settings.streamBuffer()));
    }

    /**
     * Sets the times of an ending. A process that ends earlier is not waited for.
     *
     * @param term how long it may go on after SIGTERM; 2 s by default; zero has SIGKILL follow at once
     * @param kill how long SIGKILL may take to be carried out; 1 s by default. A process that outlives it is abandoned,
     *     and the result says so
     * @return a changed copy
     * @throws IllegalArgumentException if one is negative or longer than a day
     */
    public ProcessRunner withGraces(Duration term, Duration kill) {
        // The plan knows what is allowed.
        Duration budget = term.plus(kill);
        TeardownPlan checked =
                new TeardownPlan(Duration.ZERO, term, kill, budget, Duration.ZERO, TeardownPlan.Descendants.END);
        return new ProcessRunner(new RunSettings(
                settings.launcher(),
                settings.timeout(),
                checked.termGrace(),
                checked.killGrace(),
                settings.stdoutLimit(),
                settings.stderrLimit(),
                settings.maxLineBytes(),
                settings.streamBuffer()));
    }

    /**
     * Sets how much of each output is kept. Not for streams, which keep the last 64 KiB of each for the result.
     *
     * @param stdout for stdout; {@link OutputLimit#fail(int) fail} at 16 MiB by default
     * @param stderr for stderr; the same by default
     * @return a changed copy
     */
    public ProcessRunner withOutputLimits(OutputLimit stdout, OutputLimit stderr) {
        return new ProcessRunner(new RunSettings(
                settings.launcher(),
                settings.timeout(),
                settings.termGrace(),
                settings.killGrace(),
                Objects.requireNonNull(stdout, "stdout"),
                Objects.requireNonNull(stderr, "stderr"),
                settings.maxLineBytes(),
                settings.streamBuffer()));
    }

    /**
     * Sets the longest line that is streamed in one piece.
     *
     * @param bytes at least 8; 1 MiB by default. A longer line comes in several pieces, see {@link OutputLine#complete()}
     * @return a changed copy
     */
    public ProcessRunner withMaxLineBytes(int bytes) {
        if (bytes < SMALLEST_LINE_LIMIT) {
            throw new IllegalArgumentException("A line limit is " + SMALLEST_LINE_LIMIT + " bytes at least: " + bytes);
        }
        return new ProcessRunner(new RunSettings(
                settings.launcher(),
                settings.timeout(),
                settings.termGrace(),
                settings.killGrace(),
                settings.stdoutLimit(),
                settings.stderrLimit(),
                bytes,
                settings.streamBuffer()));
    }

    /**
     * Sets how much of each output may wait for the consumer of a stream. Behind that the process is held back by its
     * pipes, and nothing is lost.
     *
     * @param bytes positive; 1 MiB by default
     * @return a changed copy
     */
    public ProcessRunner withStreamBuffer(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("A stream's buffer must be positive: " + bytes);
        }
        return new ProcessRunner(new RunSettings(
                settings.launcher(),
                settings.timeout(),
                settings.termGrace(),
                settings.killGrace(),
                settings.stdoutLimit(),
                settings.stderrLimit(),
                settings.maxLineBytes(),
                bytes));
    }

    /**
     * Runs a command and waits for its end. An interruption cancels it: the result comes all the same, with the reason
     * {@link ProcessResult.Reason#CANCELLED}, and the interrupt flag is set.
     *
     * @param spec what to run
     * @return what came of it
     * @throws ProcessStartException if it cannot be started
     * @throws ProcessFailedException if its input cannot be read or its output not be kept
     */
    public ProcessResult run(ProcessSpec spec) {
        return begin(spec).drive();
    }

    /** For those who drive many. */
    Run begin(ProcessSpec spec) {
        return Run.start(settings, spec);
    }

    Duration endingBudget() {
        return Run.endingBudget(settings);
    }

    /**
     * Runs a command, hands each line to a consumer while it runs, and waits for its end. The consumer is called by this
     * thread. If it throws, the process is ended and the exception passed on; an interruption does the same.
     *
     * @param spec what to run
     * @param consumer takes the lines of both outputs
     * @return what came of it, with the last 64 KiB of each output
     * @throws ProcessStartException if it cannot be started
     * @throws ProcessFailedException if its input cannot be read
     * @throws ProcessInterruptedException if the thread is interrupted
     */
    public ProcessResult run(ProcessSpec spec, Consumer<? super OutputLine> consumer) {
        try (ProcessStream<OutputLine> lines = lines(spec)) {
            lines.forEach(consumer);
            return lines.result();
        }
    }

    /**
     * Starts a command and returns at once.
     *
     * @param spec what to run
     * @return the run, which goes on by itself and need not be closed
     * @throws ProcessStartException if it cannot be started
     */
    public ProcessRun start(ProcessSpec spec) {
        return new ProcessRun(begin(spec));
    }

    /**
     * Starts a command and returns at once. What cannot be started completes the future exceptionally, too.
     *
     * @param spec what to run
     * @return completed when the run is over, by a thread of its own, which dependents may keep as long as they like.
     *     Cancelling this future ends the process; its partial output is lost by that, but not by
     *     {@link ProcessRun#cancel()}
     */
    public CompletableFuture<ProcessResult> runAsync(ProcessSpec spec) {
        try {
            return start(spec).result();
        } catch (ProcessException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * Starts a command whose lines are taken while it runs.
     *
     * @param spec what to run
     * @return the lines of both outputs, in the order in which they arrive; to be closed
     * @throws ProcessStartException if it cannot be started
     */
    public ProcessStream<OutputLine> lines(ProcessSpec spec) {
        return ProcessStream.of(Run.streamLines(settings, spec));
    }

    /**
     * Starts a command whose output is taken while it runs, in the pieces in which it was read.
     *
     * @param spec what to run
     * @return the bytes of both outputs, in the order in which they arrive; to be closed
     * @throws ProcessStartException if it cannot be started
     */
    public ProcessStream<OutputChunk> chunks(ProcessSpec spec) {
        return ProcessStream.of(Run.streamChunks(settings, spec));
    }

    /**
     * A publisher that starts the command for each subscriber and publishes its lines. The last element is the
     * {@link ProcessResult}, whatever came of the run; errors are those that {@link #run(ProcessSpec)} throws. A
     * subscriber that does not request is waited for: the process is held back by its pipe. Cancelling the subscription
     * ends the process. {@code onNext} is called by a thread of the subscription.
     *
     * @param spec what to run
     * @return the publisher
     */
    public Flow.Publisher<ProcessEvent> publishLines(ProcessSpec spec) {
        Objects.requireNonNull(spec, "spec");
        return new OutputPublisher(() -> Run.streamLines(settings, spec));
    }

    /**
     * As {@link #publishLines}, but of the bytes in the pieces in which they were read.
     *
     * @param spec what to run
     * @return the publisher
     */
    public Flow.Publisher<ProcessEvent> publishChunks(ProcessSpec spec) {
        Objects.requireNonNull(spec, "spec");
        return new OutputPublisher(() -> Run.streamChunks(settings, spec));
    }
}
