package dev.agentsdk.process.internal.supervise;

import dev.agentsdk.process.ChildSpec;
import dev.agentsdk.process.Deadline;
import dev.agentsdk.process.ManagedProcess;
import dev.agentsdk.process.OutputLine;
import dev.agentsdk.process.OutputSource;
import dev.agentsdk.process.ProcessException;
import dev.agentsdk.process.ProcessExit;
import dev.agentsdk.process.ProcessExit.Stage;
import dev.agentsdk.process.ProcessInput;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.process.ProcessListener;
import dev.agentsdk.process.ProcessSpec;
import dev.agentsdk.process.ProcessStartException;
import dev.agentsdk.process.TeardownPlan;
import dev.agentsdk.process.internal.Waits;
import dev.agentsdk.process.internal.run.DrainedEnding;
import dev.agentsdk.process.internal.run.LineCutter;
import dev.agentsdk.process.internal.run.StdinPump;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One process of a child, from its start to its end. */
final class ChildProcess {

    /** A longer line of a child comes in pieces, so that the ring of its lines is bounded in bytes, too. */
    private static final int MAX_LINE_BYTES = 16 << 10;

    /** For reading what is in the pipes of a process that has exited, and for leaving its threads. */
    static final Duration RELEASE = Duration.ofSeconds(1);

    private static final Map<String, String> UNBUFFERED =
            Map.of("PYTHONUNBUFFERED", "1", "GFORTRAN_UNBUFFERED_PRECONNECTED", "y", "GIT_FLUSH", "1");

    private final String name;
    private final ManagedProcess process;
    private final Output output;

    /** Why its input cannot be read. It must be ended then. */
    private final CompletableFuture<Throwable> inputFailure;

    private final @Nullable StdinPump pump;
    private final long startedAt = System.nanoTime();

    private ChildProcess(
            String name,
            ManagedProcess process,
            Output output,
            CompletableFuture<Throwable> inputFailure,
            @Nullable StdinPump pump) {
        this.name = name;
        this.process = process;
        this.output = output;
        this.inputFailure = inputFailure;
        this.pump = pump;
    }

    /**
     * Starts a process of a child.
     *
     * @param spec the child
     * @param launcher starts it
     * @param bytes told how many were read
     * @param lines takes what it writes, on the reading threads
     * @throws ProcessException if it cannot be started, or its input not be opened
     */
    static ChildProcess start(ChildSpec spec, ProcessLauncher launcher, LineRing bytes, Consumer<OutputLine> lines) {
        ProcessSpec wanted = spec.process();
        InputStream input = opened(spec);
        Output output = new Output(wanted.isStderrMerged(), bytes, lines);
        ManagedProcess process;
        try {
            ProcessSpec plain = wanted.withoutStdin();
            if (spec.unbufferedInterpreters()) {
                plain = plain.withEnvironment(unbuffered(plain));
            }
            process = launcher.start(plain, output);
        } catch (RuntimeException | Error e) {
            if (input != null) {
                StdinPump.closeQuietly(input);
            }
            throw e;
        }
        if (input == null) {
            return new ChildProcess(spec.name(), process, output, new CompletableFuture<>(), null);
        }
        try {
            CompletableFuture<Throwable> inputFailure = new CompletableFuture<>();
            StdinPump pump = StdinPump.start(input, process, inputFailure::complete);
            return new ChildProcess(spec.name(), process, output, inputFailure, pump);
        } catch (OutOfMemoryError e) {
            process.close();
            throw new ProcessStartException(
                    ProcessStartException.Reason.OUT_OF_PROCESSES,
                    "No thread could be created to write to " + spec.name() + ", so that it was ended again: a limit is"
                            + " reached (ulimit -u, or that of the container).",
                    e);
        } catch (RuntimeException | Error e) {
            process.close();
            throw e;
        }
    }

    private static @Nullable InputStream opened(ChildSpec spec) {
        ProcessInput input = spec.process().stdin().orElse(null);
        if (input == null) {
            return null;
        }
        try {
            return Objects.requireNonNull(input.open(), "ProcessInput.open() returned null");
        } catch (IOException e) {
            throw new ProcessException("The input of " + spec.name() + " cannot be opened: " + e, e);
        }
    }

    private static Map<String, String> unbuffered(ProcessSpec spec) {
        Map<String, String> environment = new HashMap<>(UNBUFFERED);
        environment.putAll(spec.environment().orElseGet(System::getenv));
        return environment;
    }

    long pid() {
        return process.pid();
    }

    Duration uptime() {
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }

    boolean write(Deadline deadline, byte[]... parts) {
        return process.write(deadline, parts);
    }

    /** See {@link DrainedEnding}; also releases a process that has outlived SIGKILL. */
    Stage end(TeardownPlan plan, Deadline deadline) {
        Stage stage = DrainedEnding.end(process, plan, deadline);
        if (stage == Stage.ABANDONED) {
            process.close(Deadline.in(RELEASE));
        }
        return stage;
    }

    /**
     * Waits for its end, for as long as it lives, or for its failure; then {@linkplain #release() releases} it.
     *
     * @param plan how it is ended after a failure
     */
    ProcessExit awaitEnd(TeardownPlan plan) {
        Waits.uninterruptibly(CompletableFuture.anyOf(process.exit(), inputFailure, output.failure));
        if (!process.exit().isDone()) {
            end(afterFailure(plan), Deadline.in(plan.budget()));
            Waits.settled(process.exit(), Deadline.in(RELEASE));
        }
        return release();
    }

    /** Reads what is in its pipes, and releases everything. It must have ended. */
    ProcessExit release() {
        Waits.settled(output.ended(), Deadline.in(RELEASE));
        if (pump != null) {
            pump.stop();
        }
        return process.close(Deadline.in(RELEASE));
    }

    /** No grace for EOF: a process that reads EOF behind half of its input takes that for the whole. */
    private static TeardownPlan afterFailure(TeardownPlan plan) {
        return plan.withEofGrace(Duration.ZERO);
    }

    /** Why it had to be ended. */
    Optional<ProcessException> failure() {
        Throwable input = inputFailure.getNow(null);
        Throwable output = this.output.failure.getNow(null);
        if (input != null) {
            return Optional.of(new ProcessException("The input of " + name + " cannot be read: " + input, input));
        }
        return Optional.ofNullable(output)
                .map(why -> new ProcessException("The output of " + name + " cannot be taken in: " + why, why));
    }

    private static final class Output implements ProcessListener {
        private final LineCutter stdout;
        private final LineCutter stderr;
        private final LineRing bytes;

        /** Why what it writes cannot be taken in. The process must be ended then. */
        private final CompletableFuture<Throwable> failure = new CompletableFuture<>();

        private final CompletableFuture<@Nullable Void> stdoutEnd = new CompletableFuture<>();
        private final CompletableFuture<@Nullable Void> stderrEnd = new CompletableFuture<>();

        Output(boolean merged, LineRing bytes, Consumer<OutputLine> lines) {
            this.stdout = new LineCutter(OutputSource.STDOUT, MAX_LINE_BYTES, lines);
            this.stderr = new LineCutter(merged ? OutputSource.STDOUT : OutputSource.STDERR, MAX_LINE_BYTES, lines);
            this.bytes = bytes;
        }

        CompletableFuture<@Nullable Void> ended() {
            return CompletableFuture.allOf(stdoutEnd, stderrEnd);
        }

        @Override
        public void onStdout(byte[] buffer, int offset, int length) {
            accept(stdout, buffer, offset, length);
        }

        @Override
        public void onStderr(byte[] buffer, int offset, int length) {
            accept(stderr, buffer, offset, length);
        }

        /**
         * Throws nothing: it is read on, so that no full pipe holds the process back while it is ended. That does the
         * thread of the child, which waits for the failure. Memory may have run out, so that nothing is allocated here.
         */
        private void accept(LineCutter lines, byte[] buffer, int offset, int length) {
            try {
                bytes.count(length);
                if (!failure.isDone()) {
                    lines.accept(buffer, offset, length);
                }
            } catch (RuntimeException | Error e) {
                failure.complete(e);
            }
        }

        @Override
        public void onStdoutEnd() {
            end(stdout, stdoutEnd);
        }

        @Override
        public void onStderrEnd() {
            end(stderr, stderrEnd);
        }

        private void end(LineCutter lines, CompletableFuture<@Nullable Void> ended) {
            try {
                lines.end();
            } catch (RuntimeException | Error e) {
                failure.complete(e);
            } finally {
                ended.complete(null);
            }
        }
    }
}
