package dev.agentsdk.e2e.support;

import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.testing.FakeCli;
import dev.agentsdk.transport.SubprocessCliTransportFactory;

/** For programs in JVMs of their own, which get the name of a launcher as an argument. */
public final class LauncherNames {

    private LauncherNames() {}

    /** {@return the launcher of that name} */
    public static ProcessLauncher launcher(String name) {
        return name.equals("posix") ? ProcessLauncher.posix() : ProcessLauncher.jdk();
    }

    /** {@return options that start the fake by the launcher of that name} */
    public static AgentOptions.Builder options(FakeCli cli, String launcher) {
        return cli.options()
                .transport(new SubprocessCliTransportFactory().withLauncher(launcher(launcher)))
                .versionCheck(false);
    }
}
