package dev.agentsdk.examples;

import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.testing.FakeCli;
import dev.agentsdk.transport.SubprocessCliTransportFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which every example chooses its agent: the built-in demo CLI, or a real one. */
final class ChosenCli {

    private static final String STEPS = "demo-steps.sh";

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

    /**
     * Gives the options to a program, and removes the demo CLI afterwards.
     *
     * @param demoTurn what the demo CLI does on each user message: steps of the fake CLI and of {@code demo-steps.sh}
     */
    void use(String demoTurn, Program program) {
        if (cli != null) {
            program.run(configured(AgentOptions.builder().cliPath(cli)));
            return;
        }
        try {
            Path directory = Files.createTempDirectory("agent-sdk-demo");
            try {
                Path steps = directory.resolve(STEPS);
                try (InputStream resource = Objects.requireNonNull(getClass().getResourceAsStream(STEPS), STEPS)) {
                    Files.copy(resource, steps);
                }
                FakeCli demo = FakeCli.in(directory).withSteps(steps).onTurn(demoTurn);
                // Its sessions are not those of a real one.
                String config = directory.resolve("config").toString();
                program.run(configured(demo.options().env("CLAUDE_CONFIG_DIR", config)));
            } finally {
                delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The demo CLI needs a temporary directory", e);
        }
    }

    private static void delete(Path directory) throws IOException {
        List<Path> contents;
        try (Stream<Path> walk = Files.walk(directory)) {
            contents = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : contents) {
            Files.delete(each);
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
