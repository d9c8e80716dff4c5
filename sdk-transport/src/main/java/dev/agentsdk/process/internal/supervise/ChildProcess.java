package dev.agentsdk.process.internal.supervise;

import dev.agentsdk.process.ChildSpec;
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
import dev.agentsdk.spi.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One process of a child, from its start to its end. */
final class ChildProcess {

    private static final Logger log = LoggerFactory.getLogger(ChildProcess.class);

    /** A longer line of a child comes in pieces, so that the ring of its lines is bounded in bytes, too. */
    private static final int MAX_LINE_BYTES = 16 << 10;

    /** For reading what is in the pipes of a process that has exited, and for leaving its threads. */
    static final Duration RELEASE = Duration.ofSeconds(1);

    private static final Map<String, String> UNBUFFERED =
            Map.of("PYTHONUNBUFFERED", "1", "GFORTRAN_UNBUFFERED_PRECONNECTED", "y", "GIT_FLUSH", "1");

    private final ManagedProcess process;
    private final Output output;
    private final @Nullable StdinPump pump;
    private final long startedAt = System.nanoTime();

    private ChildProcess(ManagedProcess process, Output output, @Nullable StdinPump pump) {
        this.process = process;
        this.output = output;
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
            closeQuietly(input);
            throw e;
        }
        if (input == null) {
            return new ChildProcess(process, output, null);
        }
        StdinPump pump = new StdinPump(
                input,
                process,
                problem -> log.warn("The input of {} cannot be read any more: {}", spec.name(), problem.toString()));
        try {
            pump.start();
        } catch (OutOfMemoryError e) {
            closeQuietly(input);
            process.close();
            throw new ProcessStartException(
                    ProcessStartException.Reason.OUT_OF_PROCESSES,
                    "No thread could be created to write to " + spec.name() + ", so that it was ended again: a limit is"
                            + " reached (ulimit -u, or that of the container).",
                    e);
        }
        return new ChildProcess(process, output, pump);
    }

    private static @Nullable InputStream opened(ChildSpec spec) {
        ProcessInput input = spec.process().stdin().orElse(null);
        if (input == null) {
            return null;
        }
        try {
            return input.open();
        } catch (IOException e) {
            throw new ProcessException("The input of " + spec.name() + " cannot be opened: " + e, e);
        }
    }

    private static void closeQuietly(@Nullable InputStream input) {
        try {
            if (input != null) {
                input.close();
            }
        } catch (IOException e) {
            // The exception that is on its way says more.
            log.debug("An input cannot be closed: {}", e.toString());
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

    /** Waits for its end, for as long as it lives; reads what it has written, and releases everything. */
    ProcessExit awaitEnd() {
        Waits.uninterruptibly(process.exit());
        Waits.settled(output.ended(), Deadline.in(RELEASE));
        if (pump != null) {
            pump.stop();
        }
        return process.close(Deadline.in(RELEASE));
    }

    private static final class Output implements ProcessListener {
        private final LineCutter stdout;
        private final LineCutter stderr;
        private final LineRing bytes;
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
            bytes.count(length);
            stdout.accept(buffer, offset, length);
        }

        @Override
        public void onStderr(byte[] buffer, int offset, int length) {
            bytes.count(length);
            stderr.accept(buffer, offset, length);
        }

        @Override
        public void onStdoutEnd() {
            stdout.end();
            stdoutEnd.complete(null);
        }

        @Override
        public void onStderrEnd() {
            stderr.end();
            stderrEnd.complete(null);
        }
    }
}
