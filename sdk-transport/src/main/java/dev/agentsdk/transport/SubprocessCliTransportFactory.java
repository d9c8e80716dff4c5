package dev.agentsdk.transport;

import dev.agentsdk.AgentOptions;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.process.TeardownPlan;
import dev.agentsdk.spi.Transport;
import dev.agentsdk.spi.TransportFactory;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Makes {@link SubprocessCliTransport}s. Found through {@link java.util.ServiceLoader} with its defaults; to change them,
 * give a changed copy to {@link AgentOptions.Builder#transport}. Immutable.
 */
public final class SubprocessCliTransportFactory implements TransportFactory {

    private final Supplier<ProcessLauncher> launcher;
    private final TeardownPlan teardown;
    private final CliLocator locator;

    /** The defaults: {@link ProcessLauncher#automatic()}, {@link TeardownPlan#defaults()}, this machine's places. */
    public SubprocessCliTransportFactory() {
        this(ProcessLauncher::automatic, TeardownPlan.defaults(), CliLocator.ofThisMachine());
    }

    private SubprocessCliTransportFactory(
            Supplier<ProcessLauncher> launcher, TeardownPlan teardown, CliLocator locator) {
        this.launcher = launcher;
        this.teardown = teardown;
        this.locator = locator;
    }

    /**
     * Chooses the launcher.
     *
     * @param launcher starts the CLI
     * @return a changed copy
     */
    public SubprocessCliTransportFactory withLauncher(ProcessLauncher launcher) {
        Objects.requireNonNull(launcher, "launcher");
        return new SubprocessCliTransportFactory(() -> launcher, teardown, locator);
    }

    /**
     * Chooses how the CLI is ended.
     *
     * @param plan the times and the budget
     * @return a changed copy
     */
    public SubprocessCliTransportFactory withTeardown(TeardownPlan plan) {
        return new SubprocessCliTransportFactory(launcher, Objects.requireNonNull(plan, "plan"), locator);
    }

    /**
     * Chooses where the CLI is looked for.
     *
     * @param locator finds it
     * @return a changed copy
     */
    public SubprocessCliTransportFactory withLocator(CliLocator locator) {
        return new SubprocessCliTransportFactory(launcher, teardown, Objects.requireNonNull(locator, "locator"));
    }

    @Override
    public Transport create(AgentOptions options) {
        return new SubprocessCliTransport(options, launcher, teardown, locator);
    }
}
