package dev.agentsdk.transport;

import dev.agentsdk.AgentOptions;
import dev.agentsdk.CliStartException;
import dev.agentsdk.TransportClosedException;
import dev.agentsdk.process.ManagedProcess;
import dev.agentsdk.process.ProcessExit;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.process.ProcessSpec;
import dev.agentsdk.process.ProcessStartException;
import dev.agentsdk.process.StdinClosedException;
import dev.agentsdk.process.TeardownPlan;
import dev.agentsdk.process.internal.Waits;
import dev.agentsdk.spi.Deadline;
import dev.agentsdk.spi.ExitReport;
import dev.agentsdk.spi.Transport;
import dev.agentsdk.transport.internal.ArgumentFiles;
import dev.agentsdk.transport.internal.CliOutput;
import dev.agentsdk.transport.internal.OtherUser;
import dev.agentsdk.transport.internal.VersionProbe;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An agent in a child process, spoken to over its stdin and stdout, one JSON object a line.
 *
 * <p>{@link #close()} ends it in a fixed order: no more writes, its descendants are noted, its stdin is closed, the
 * reading end of its stdout is closed before any wait, so that a CLI blocked on a full pipe gets EPIPE on its next write;
 * then it has {@link TeardownPlan#eofGrace()} to exit, gets SIGTERM, gets SIGKILL; what it leaves behind is ended, it is
 * reaped, and everything is released; all within {@link TeardownPlan#budget()}, 2 s by default, and at once when it is
 * gone. Its stderr is read to the end.
 *
 * <p>States: {@code NEW -> OPENING -> OPEN -> CLOSED}, and {@code -> CLOSED} from each of them. {@code close()} while
 * another thread is in {@code open()} waits until that has a process, or has given up, and ends it.
 *
 * <p>A listener that throws ends the agent, but is no close: {@code open()} returns normally whether the listener throws
 * before or after it returns, {@link Listener#onFailure} reports the exception, and {@link #send} throws
 * {@link TransportClosedException} from then on. Only {@code close()} makes {@code open()} throw that.
 */
public final class SubprocessCliTransport implements Transport {

    private static final Logger log = LoggerFactory.getLogger(SubprocessCliTransport.class);

    private static final byte[] LINE_FEED = {'\n'};

    /** Of the EOF grace, what a polite ending leaves to the transport. */
    private static final Duration DRAIN_RESERVE = Duration.ofMillis(100);

    /** As in the official Python SDK: turns the version check off from outside. */
    private static final String SKIP_VERSION_CHECK = "CLAUDE_AGENT_SDK_SKIP_VERSION_CHECK";

    private final AgentOptions options;
    private final Supplier<ProcessLauncher> launcher;
    private final TeardownPlan teardown;
    private final CliLocator locator;
    private final boolean watchdog;

    private final AtomicBoolean opening = new AtomicBoolean();
    private final AtomicBoolean closing = new AtomicBoolean();

    /** The listener has thrown. Apart from {@link #closing}, so that the outcome of {@code open()} has no race. */
    private volatile boolean failed;

    /** What came of {@code open()}: the process, or nothing. */
    private final CompletableFuture<@Nullable ManagedProcess> started = new CompletableFuture<>();

    private final CompletableFuture<ExitReport> exit = new CompletableFuture<>();

    private volatile @Nullable ManagedProcess process;
    private volatile @Nullable VersionProbe probe;

    SubprocessCliTransport(
            AgentOptions options,
            Supplier<ProcessLauncher> launcher,
            TeardownPlan teardown,
            CliLocator locator,
            boolean watchdog) {
        this.options = options;
        this.launcher = launcher;
        this.teardown = teardown;
        this.locator = locator;
        this.watchdog = watchdog;
    }

    @Override
    public void open(Listener listener) {
        if (closing.get()) {
            throw closed();
        }
        if (!opening.compareAndSet(false, true)) {
            throw new IllegalStateException("This transport was opened before; make a new one.");
        }
        try {
            start(listener);
        } finally {
            started.complete(process);
        }
        if (closing.get()) {
            // close() came meanwhile. It may have given up waiting for us, so that this end is ours to make sure of.
            close();
            throw closed();
        }
        awaitProbe();
    }

    private void start(Listener listener) {
        Path cli = locator.locate(options);
        Map<String, String> environment = CliCommandLine.environment(System.getenv(), options);
        Optional<OtherUser> user = OtherUser.of(options.workspace().user());
        ArgumentFiles files = new ArgumentFiles(user);
        try {
            List<String> command = CliCommandLine.arguments(cli, options, files);
            start(listener, cli, user.map(other -> other.command(command)).orElse(command), environment, files);
        } finally {
            if (process == null) {
                files.close();
            }
        }
    }

    private void start(
            Listener listener, Path cli, List<String> command, Map<String, String> environment, ArgumentFiles files) {
        ProcessSpec spec = ProcessSpec.of(command)
                .withEnvironment(environment)
                .withTeardown(teardown)
                .withWatchdog(watchdog);
        if (options.cwd().isPresent()) {
            spec = spec.withCwd(options.cwd().get());
        }
        ProcessLauncher chosen = launcher.get();
        ManagedProcess child;
        try {
            child = chosen.start(spec, new CliOutput(options, listener, new OutputOwner(files)));
        } catch (ProcessStartException e) {
            throw new CliStartException(
                    CliStartException.Reason.valueOf(e.reason().name()),
                    "The CLI could not be started. " + e.getMessage(),
                    e);
        }
        log.debug("Started {} as process {} by the {} launcher", cli, child.pid(), chosen.name());
        if (options.versionCheck()
                && options.dialect().hasMinimumVersion()
                // What another user is to run is not run as this one.
                && options.workspace().user().isEmpty()
                && System.getenv(SKIP_VERSION_CHECK) == null
                && !closing.get()
                && !failed) {
            // Beside the start of the session, which takes longer.
            probe = VersionProbe.start(chosen, cli, environment);
        }
    }

    private final class OutputOwner implements CliOutput.Owner {

        private final ArgumentFiles files;

        OutputOwner(ArgumentFiles files) {
            this.files = files;
        }

        /** Whoever listens may pause the reading, and must find {@link #exit} complete at the end. */
        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // ends in exit, which is what is waited for
        public void onStart(ManagedProcess child, CliOutput output) {
            process = child;
            child.exit().thenAccept(end -> {
                // First: whoever sees the end finds nothing left.
                files.close();
                exit.complete(report(end, output));
            });
        }

        /** On a thread of its own, since the one that reads cannot wait for its own end. */
        @Override
        public void onFailure() {
            failed = true;
            Thread closer = new Thread(() -> end(Deadline.in(closeLimits().total())), "agent-sdk-close-failed");
            closer.setDaemon(true);
            closer.start();
        }
    }

    private static ExitReport report(ProcessExit end, CliOutput output) {
        return new ExitReport(
                ExitReport.Stage.valueOf(end.stage().name()),
                end.exitCode(),
                end.signal(),
                end.elapsed(),
                output.stderrTail(),
                end.leftBehind(),
                end.alsoEnded(),
                end.abandonedThreads());
    }

    private void awaitProbe() {
        VersionProbe running = probe;
        if (running != null) {
            try (running) {
                if (!failed) {
                    running.await();
                }
            }
        }
    }

    @Override
    public boolean send(byte[] line, Deadline deadline) {
        if (closing.get()) {
            // Also while a process still lives whose opening the close has not waited for.
            throw closed();
        }
        if (failed) {
            // Also before the thread that ends the agent has closed its stdin.
            throw failedBefore();
        }
        try {
            return opened().write(deadline, line, LINE_FEED);
        } catch (StdinClosedException e) {
            if (closing.get()) {
                throw new TransportClosedException("The session is closed.", e);
            }
            throw failed
                    ? failedBefore()
                    : new TransportClosedException("The agent does not take input any more: " + e.getMessage(), e);
        }
    }

    @Override
    public void endInput(Deadline deadline) {
        opened().closeStdin(deadline);
    }

    private ManagedProcess opened() {
        ManagedProcess child = process;
        if (child == null) {
            if (closing.get()) {
                throw closed();
            }
            throw new IllegalStateException("This transport is not open.");
        }
        return child;
    }

    @Override
    public void pauseReading() {
        ManagedProcess child = process;
        if (child != null) {
            child.pauseStdout();
        }
    }

    @Override
    public void resumeReading() {
        ManagedProcess child = process;
        if (child != null) {
            child.resumeStdout();
        }
    }

    @Override
    public CloseLimits closeLimits() {
        Duration drain = teardown.eofGrace().minus(DRAIN_RESERVE);
        return new CloseLimits(teardown.budget(), drain.isNegative() ? Duration.ZERO : drain);
    }

    @Override
    public CompletableFuture<ExitReport> exit() {
        return exit;
    }

    @Override
    public OptionalLong pid() {
        ManagedProcess child = process;
        return child == null ? OptionalLong.empty() : OptionalLong.of(child.pid());
    }

    @Override
    public ExitReport close(Deadline deadline) {
        closing.set(true);
        return end(deadline);
    }

    /** Ends the agent for {@code close()}, or because the listener has thrown. */
    private ExitReport end(Deadline deadline) {
        if (opening.compareAndSet(false, true)) {
            // Never opened, and never will be.
            started.complete(null);
        }
        VersionProbe running = probe;
        if (running != null) {
            running.close();
        }
        // No process by the deadline: then the opening thread ends it itself.
        ManagedProcess child = Waits.settled(started, deadline) ? started.join() : null;
        if (child == null) {
            exit.complete(ExitReport.notStarted());
        } else {
            child.close(deadline);
        }
        // Completed by the line above, or by the end of the process that it has waited for.
        return exit.join();
    }

    private static TransportClosedException closed() {
        return new TransportClosedException("The transport is closed.");
    }

    private static TransportClosedException failedBefore() {
        return new TransportClosedException("The transport has closed itself, because its listener has thrown.");
    }
}
