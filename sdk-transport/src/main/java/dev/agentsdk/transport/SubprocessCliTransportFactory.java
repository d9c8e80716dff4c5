package dev.agentsdk.transport;

import dev.agentsdk.AgentLaunches;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.process.JvmExit;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.process.TeardownPlan;
import dev.agentsdk.spi.AgentLaunch;
import dev.agentsdk.spi.Transport;
import dev.agentsdk.spi.TransportFactory;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@link SubprocessCliTransport}s. Found through {@link java.util.ServiceLoader} with its defaults; to change them,
 * give a changed copy to {@link AgentOptions.Builder#transport}. Immutable.
 */
public final class SubprocessCliTransportFactory implements TransportFactory {

    /** The system property that sets {@link #withWatchdog} where an application does not. */
    public static final String WATCHDOG_PROPERTY = "dev.agentsdk.watchdog";

    private final Supplier<ProcessLauncher> launcher;
    private final TeardownPlan teardown;
    private final CliLocator locator;
    private final boolean watchdog;
    private final @Nullable JvmExit jvmExit;

    /**
     * The defaults: {@link ProcessLauncher#automatic()}, {@link TeardownPlan#defaults()}, this machine's places, and a
     * watchdog if the system property {@value #WATCHDOG_PROPERTY} is {@code true}.
     */
    public SubprocessCliTransportFactory() {
        this(
                ProcessLauncher::automatic,
                TeardownPlan.defaults(),
                CliLocator.ofThisMachine(),
                Boolean.getBoolean(WATCHDOG_PROPERTY),
                null);
    }

    private SubprocessCliTransportFactory(
            Supplier<ProcessLauncher> launcher,
            TeardownPlan teardown,
            CliLocator locator,
            boolean watchdog,
            @Nullable JvmExit jvmExit) {
        this.launcher = launcher;
        this.teardown = teardown;
        this.locator = locator;
        this.watchdog = watchdog;
        this.jvmExit = jvmExit;
    }

    /**
     * Chooses the launcher.
     *
     * @param launcher starts the CLI
     * @return a changed copy
     */
    public SubprocessCliTransportFactory withLauncher(ProcessLauncher launcher) {
        Objects.requireNonNull(launcher, "launcher");
        return new SubprocessCliTransportFactory(() -> launcher, teardown, locator, watchdog, jvmExit);
    }

    /**
     * Chooses how the CLI is ended.
     *
     * @param plan the times and the budget
     * @return a changed copy
     */
    public SubprocessCliTransportFactory withTeardown(TeardownPlan plan) {
        return new SubprocessCliTransportFactory(
                launcher, Objects.requireNonNull(plan, "plan"), locator, watchdog, jvmExit);
    }

    /**
     * Chooses where the CLI is looked for.
     *
     * @param locator finds it
     * @return a changed copy
     */
    public SubprocessCliTransportFactory withLocator(CliLocator locator) {
        return new SubprocessCliTransportFactory(
                launcher, teardown, Objects.requireNonNull(locator, "locator"), watchdog, jvmExit);
    }

    /**
     * Has the CLI ended also if this JVM is killed by SIGKILL, or crashes; see
     * {@link dev.agentsdk.process.ProcessSpec#withWatchdog}.
     *
     * @param watched whether to watch it
     * @return a changed copy
     */
    public SubprocessCliTransportFactory withWatchdog(boolean watched) {
        return new SubprocessCliTransportFactory(launcher, teardown, locator, watched, jvmExit);
    }

    /**
     * Chooses what happens to the CLI when this JVM exits.
     *
     * @param choice when it is ended then; by default what the system property {@value JvmExit#PROPERTY} says, which is to
     *     end it at once if it is not set. The end is that of {@link dev.agentsdk.AgentSession#close()}: a running turn is
     *     interrupted and its partial answer kept; who waits in the session gets a
     *     {@link dev.agentsdk.errors.TransportClosedException} that says that this JVM is shutting down
     * @return a changed copy
     */
    public SubprocessCliTransportFactory withJvmExit(JvmExit choice) {
        return new SubprocessCliTransportFactory(
                launcher, teardown, locator, watchdog, Objects.requireNonNull(choice, "choice"));
    }

    @Override
    public Transport create(AgentLaunch launch) {
        return new SubprocessCliTransport(launch, launcher, teardown, locator, watchdog, jvmExit);
    }

    /**
     * Creates a transport that has no session, for applications that write and read the lines themselves.
     *
     * @param options the options
     * @return a new transport
     */
    public Transport create(AgentOptions options) {
        return create(AgentLaunches.of(options));
    }
}
