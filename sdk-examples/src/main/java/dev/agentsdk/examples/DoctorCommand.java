package dev.agentsdk.examples;

import dev.agentsdk.examples.Finding.Level;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.CliDialect;
import dev.agentsdk.process.ProcessLauncher;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Looks at what the SDK needs of this machine, and says what to do where something is missing. */
@Command(
        name = "doctor",
        description = "Checks what the SDK needs of this machine, and says what to do where something is missing.",
        footer = {"", "The exit code is 0, or 1 if there is a problem."})
final class DoctorCommand implements Callable<Integer> {

    @Option(
            names = "--cli",
            paramLabel = "PATH",
            description = "The CLI to look at. Default: the one that a session would use.")
    private @Nullable Path cli;

    @Option(names = "--dialect", paramLabel = "NAME", description = "claude or qwen. Default: by the program's name.")
    private @Nullable CliDialect dialect;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        AgentOptions.Builder options = AgentOptions.builder();
        if (cli != null) {
            options.cliPath(cli);
        }
        if (dialect != null) {
            options.dialect(dialect);
        }
        Checkup.Jvm jvm = new Checkup.Jvm(
                Runtime.version(),
                System.getProperty("os.name", "?"),
                System.getProperty("os.arch", "?"),
                ManagementFactory.getRuntimeMXBean().getInputArguments());
        Checkup checkup = new Checkup(
                System.getenv(),
                Path.of(System.getProperty("user.home", "")),
                Path.of(System.getProperty("java.io.tmpdir", "")),
                Path.of("/proc"),
                options.build(),
                jvm,
                ProcessLauncher::posix,
                ProcessLauncher::automatic);
        return print(checkup.findings(), TerminalText.out(spec));
    }

    /** Prints each finding with its remedy; returns the exit code. */
    static int print(List<Finding> findings, PrintWriter out) {
        for (Finding finding : findings) {
            String mark = switch (finding.level()) {
                case OK -> "ok      ";
                case WARNING -> "warning ";
                case PROBLEM -> "PROBLEM ";
            };
            out.println(mark + finding.subject() + ": " + TerminalText.line(finding.text()));
            if (!finding.remedy().isEmpty()) {
                out.println("        -> " + TerminalText.line(finding.remedy()));
            }
        }
        long problems = count(findings, Level.PROBLEM);
        long warnings = count(findings, Level.WARNING);
        out.println(
                problems == 0 && warnings == 0 ? "All is well." : "Problems: " + problems + ", warnings: " + warnings);
        out.flush();
        return problems == 0 ? 0 : 1;
    }

    private static long count(List<Finding> findings, Level level) {
        return findings.stream().filter(finding -> finding.level() == level).count();
    }
}
