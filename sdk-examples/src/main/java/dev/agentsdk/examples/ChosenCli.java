package dev.agentsdk.examples;

import dev.agentsdk.AgentOptions;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.testing.FakeCli;
import dev.agentsdk.transport.SubprocessCliTransportFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which every example chooses its agent: the built-in demo CLI, or a real one. */
final class ChosenCli {

    @Option(
            names = "--cli",
            paramLabel = "PATH",
            description = "A stream-json CLI to drive, for example claude. Default: the built-in demo, which needs"
                    + " neither an account nor the network.")
    private @Nullable Path cli;

    @Option(names = "--launcher", paramLabel = "NAME", description = "posix or jdk. Default: the best one here.")
    private @Nullable Launcher launcher;

    /** What {@code --launcher} takes, in any case. */
    enum Launcher {
        POSIX,
        JDK;

        ProcessLauncher launcher() {
            return this == POSIX ? ProcessLauncher.posix() : ProcessLauncher.jdk();
        }
    }

    /** Gives the options to a program, and removes the demo CLI afterwards. */
    void use(String demoTurn, Program program) {
        if (cli != null) {
            program.run(configured(AgentOptions.builder().cliPath(cli)));
            return;
        }
        try {
            Path directory = Files.createTempDirectory("agent-sdk-demo");
            FakeCli demo = FakeCli.in(directory).onTurn(demoTurn);
            try {
                program.run(configured(demo.options()));
            } finally {
                Files.delete(demo.script());
                Files.delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The demo CLI needs a temporary directory", e);
        }
    }

    /** Whether it is the built-in demo. */
    boolean isDemo() {
        return cli == null;
    }

    /** The launcher that was asked for. */
    Optional<ProcessLauncher> launcher() {
        return Optional.ofNullable(launcher).map(Launcher::launcher);
    }

    private AgentOptions.Builder configured(AgentOptions.Builder options) {
        if (launcher != null) {
            options.transport(new SubprocessCliTransportFactory().withLauncher(launcher.launcher()));
        }
        return options;
    }

    /** What is done with the options. */
    interface Program {
        void run(AgentOptions.Builder options);
    }
}
