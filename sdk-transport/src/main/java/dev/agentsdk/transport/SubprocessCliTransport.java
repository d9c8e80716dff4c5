package dev.agentsdk.transport;

import dev.agentsdk.errors.CliStartException;
import dev.agentsdk.errors.TransportClosedException;
import dev.agentsdk.process.JvmExit;
import dev.agentsdk.process.ManagedProcess;
import dev.agentsdk.process.ProcessExit;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.process.ProcessSpec;
import dev.agentsdk.process.ProcessStartException;
import dev.agentsdk.process.StdinClosedException;
import dev.agentsdk.process.TeardownPlan;
import dev.agentsdk.process.internal.LiveProcesses;
import dev.agentsdk.process.internal.Waits;
import dev.agentsdk.process.internal.Watchdog;
import dev.agentsdk.spi.AgentLaunch;
import dev.agentsdk.spi.Deadline;
import dev.agentsdk.spi.ExitReport;
import dev.agentsdk.spi.Transport;
import dev.agentsdk.transport.internal.ArgumentFiles;
import dev.agentsdk.transport.internal.CliOutput;
import dev.agentsdk.transport.internal.Deadlines;
import dev.agentsdk.transport.internal.EnvironmentHandover;
import dev.agentsdk.transport.internal.OtherUser;
import dev.agentsdk.transport.internal.ProcessReports;
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

    /** For a shell that reads the environment; it takes milliseconds. */
    private static final Duration HANDOVER_LIMIT = Duration.ofSeconds(10);

    private static final byte[] LINE_FEED = {'\n'};

    /** Of the EOF grace, what a polite ending leaves to the transport. */
    private static final Duration DRAIN_RESERVE = Duration.ofMillis(100);

    /** How long the thread that saw the end of the process may take to report it. */
    private static final Duration REPORT = Duration.ofMillis(500);

    /** As in the official Python SDK: turns the version check off from outside. */
    private static final String SKIP_VERSION_CHECK = "CLAUDE_AGENT_SDK_SKIP_VERSION_CHECK";

    private final AgentLaunch launch;
    private final Supplier<ProcessLauncher> launcher;
    private final TeardownPlan teardown;
    private final CliLocator locator;
    private final boolean watchdog;
    private final @Nullable JvmExit jvmExit;

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
            AgentLaunch launch,
            Supplier<ProcessLauncher> launcher,
            TeardownPlan teardown,
            CliLocator locator,
            boolean watchdog,
            @Nullable JvmExit jvmExit) {
        this.launch = launch;
        this.launcher = launcher;
        this.teardown = teardown;
        this.locator = locator;
        this.watchdog = watchdog;
        this.jvmExit = jvmExit;
    }

    @Override
    public void open(Listener listener) {
        open(listener, Deadline.never());
    }

    @Override
    public void open(Listener listener, Deadline deadline) {
        if (closing.get()) {
            throw closed();
        }
        if (!opening.compareAndSet(false, true)) {
            throw new IllegalStateException("This transport was opened before; make a new one.");
        }
        try {
            start(listener, deadline);
        } finally {
            started.complete(process);
        }
        if (closing.get()) {
            // close() came meanwhile. It may have given up waiting for us, so that this end is ours to make sure of.
            close();
            throw closed();
        }
        awaitProbe(deadline);
    }

    private void start(Listener listener, Deadline deadline) {
        Path cli = locator.locate(launch);
        Map<String, String> environment = launch.environment(System.getenv());
        Optional<OtherUser> user = OtherUser.of(launch.user());
        if (user.isPresent()) {
            EnvironmentHandover.check(launch.environmentOptions());
        }
        ArgumentFiles files = new ArgumentFiles(user);
        try {
            List<String> command = CliCommandLine.arguments(cli, launch, files);
            if (user.isPresent()) {
                ManagedProcess child = launch(
                        listener,
                        user.get().command(command),
                        user.get().environmentBeforeTheChange(environment),
                        files);
                handOver(child, environment, deadline.atMost(HANDOVER_LIMIT));
            } else {
                launch(listener, command, environment, files);
                // What another user is to run is not run as this one: that has no probe.
                startProbe(cli, environment);
            }
        } finally {
            if (process == null) {
                files.close();
            }
        }
    }

    /** A process that ends meanwhile is no failure of this: the session sees its end, with its stderr. */
    private static void handOver(ManagedProcess child, Map<String, String> environment, Deadline deadline) {
        try {
            if (child.write(Deadlines.forProcess(deadline), EnvironmentHandover.lines(environment))) {
                return;
            }
        } catch (StdinClosedException e) {
            log.debug("{} has ended before it got its environment", child, e);
            return;
        }
        child.close();
        throw new CliStartException(
                CliStartException.Reason.OTHER,
                "The program that changes the user (option user) did not read the agent's environment within "
                        + HANDOVER_LIMIT.toSeconds() + " s. It was ended.",
                null);
    }

    private ManagedProcess launch(
            Listener listener, List<String> command, Map<String, String> environment, ArgumentFiles files) {
        ProcessSpec spec = ProcessSpec.of(command)
                .withEnvironment(environment)
                .withTeardown(teardown)
                .withWatchdog(watchdog);
        if (launch.workingDirectory().isPresent()) {
            spec = spec.withCwd(launch.workingDirectory().get());
        }
        if (jvmExit != null) {
            spec = spec.withJvmExit(jvmExit);
        }
        ProcessLauncher chosen;
        ManagedProcess child;
        try {
            chosen = launcher.get();
            child = chosen.start(spec, new CliOutput(launch, listener, new OutputOwner(files, listener)));
        } catch (ProcessStartException e) {
            throw new CliStartException(
                    ProcessReports.startReason(e.reason()),
                    "The CLI could not be started. " + e.getMessage(),
                    e);
        }
        log.debug("Started {} as process {} by the {} launcher", command.get(0), child.pid(), chosen.name());
        return child;
    }

    private void startProbe(Path cli, Map<String, String> environment) {
        if (launch.checksVersion() && System.getenv(SKIP_VERSION_CHECK) == null && !closing.get() && !failed) {
            // Beside the start of the session, which takes longer.
            probe = VersionProbe.start(launcher.get(), cli, environment);
        }
    }

    private final class OutputOwner implements CliOutput.Owner {

        private final ArgumentFiles files;

        private final Listener listener;

        OutputOwner(ArgumentFiles files, Listener listener) {
            this.files = files;
            this.listener = listener;
        }

        /** Whoever listens may pause the reading, and must find {@link #exit} complete at the end. */
        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // ends in exit, which is what is waited for
        public void onStart(ManagedProcess child, CliOutput output) {
            process = child;
            List<Path> paths = watchdog ? files.paths() : List.of();
            if (!paths.isEmpty()) {
                Watchdog.watchFiles(paths);
            }
            LiveProcesses.atJvmExit(child, deadline -> endAtJvmExit(listener, Deadlines.ofProcess(deadline)));
            child.exit().thenAccept(end -> {
                try {
                    // First: whoever sees the end finds nothing left.
                    files.close();
                    Watchdog.forgetFiles(paths);
                } finally {
                    exit.complete(ProcessReports.exitReport(end, output.stderrTail()));
                }
            });
        }

        /**
         * By the reading thread itself: there may be neither a thread nor the memory for one. A process may be closed from
         * inside its listener; nothing more of this one is read anyway. Not if a close is under way: that one may wait for
         * this thread.
         */
        @Override
        public void onFailure() {
            failed = true;
            ManagedProcess child = process;
            if (child == null || closing.get()) {
                return;
            }
            try {
                child.close(Deadlines.forProcess(Deadline.in(teardown.budget())));
            } catch (RuntimeException | Error e) {
                // What the listener has thrown is on its way, and says more.
                log.error("The agent whose output cannot be read could not be ended", e);
            }
        }
    }

    private void endAtJvmExit(Listener listener, Deadline deadline) {
        try {
            listener.onJvmExit(deadline);
        } finally {
            close(deadline);
        }
    }

    private void awaitProbe(Deadline deadline) {
        VersionProbe running = probe;
        if (running != null) {
            try (running) {
                if (!failed) {
                    running.await(deadline);
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
            return opened().write(Deadlines.forProcess(deadline), line, LINE_FEED);
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
        opened().closeStdin(Deadlines.forProcess(deadline));
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
        closeProbe();
        // No process by the deadline: then the opening thread ends it itself.
        ManagedProcess child = Waits.settled(started, Deadlines.forProcess(deadline)) ? started.join() : null;
        if (child == null) {
            exit.complete(ExitReport.notStarted());
            return exit.join();
        }
        ProcessExit end = child.close(Deadlines.forProcess(deadline));
        // Completed by the thread that saw the end of the process, or sees it now. Without memory it may have failed.
        if (child.exit().isDone() && !Waits.settled(exit, Deadlines.forProcess(Deadline.in(REPORT)))) {
            exit.complete(ProcessReports.exitReport(end, ""));
        }
        ExitReport known = exit.getNow(null);
        return known != null ? known : ProcessReports.exitReport(end, "");
    }

    /** It must not keep the agent from being ended. */
    private void closeProbe() {
        VersionProbe running = probe;
        if (running != null) {
            try {
                running.close();
            } catch (RuntimeException | Error e) {
                log.warn("The version check could not be ended", e);
            }
        }
    }

    private static TransportClosedException closed() {
        return new TransportClosedException("The transport is closed.");
    }

    private static TransportClosedException failedBefore() {
        return new TransportClosedException("The transport has closed itself, because its listener has thrown.");
    }
}
