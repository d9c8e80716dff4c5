package dev.agentsdk.examples;

import dev.agentsdk.errors.AgentException;
import dev.agentsdk.process.ProcessException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The entry to all examples: {@code demo}, which is the default, and others by name. */
@Command(
        name = "examples",
        description = "Examples of the agent SDK. Without a command: demo.",
        subcommands = {
            DemoSession.class,
            TurnsExample.class,
            PartialExample.class,
            PermissionsExample.class,
            HooksExample.class,
            ToolsExample.class,
            StructuredExample.class,
            HistoryExample.class,
            StoreExample.class,
            PublisherExample.class,
            OptionsExample.class,
            QwenExample.class,
            OpenCloseLoop.class,
            RunCommand.class,
            DoctorCommand.class,
            SuperviseCommand.class,
            HelpCommand.class
        },
        mixinStandardHelpOptions = true)
public final class Examples {

    /** The exit code of a wrong command line and of an agent that cannot be used. */
    static final int USAGE = 2;

    private Examples() {}

    /**
     * Runs an example.
     *
     * @param arguments the command and its options
     */
    public static void main(String[] arguments) {
        Charset terminal = Charset.defaultCharset();
        int exitCode = run(
                arguments, new PrintWriter(System.out, true, terminal), new PrintWriter(System.err, true, terminal));
        // Only then: within Maven an exit would cut its own ending short.
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    /** Runs an example with the streams of a caller; returns the exit code. */
    static int run(String[] arguments, PrintWriter out, PrintWriter err) {
        CommandLine line = commandLine();
        line.setOut(out);
        line.setErr(err);
        line.setExecutionExceptionHandler((exception, command, parsed) -> {
            if (exception instanceof AgentException || exception instanceof ProcessException) {
                // Its message says what, where, why and what next: a stack trace would hide it.
                command.getErr().println(exception.getMessage());
                return USAGE;
            }
            throw exception;
        });
        boolean commandNamed = arguments.length > 0
                && (line.getSubcommands().containsKey(arguments[0])
                        || arguments[0].equals("--help")
                        || arguments[0].equals("-h")
                        || arguments[0].equals("--version"));
        return line.execute(commandNamed ? arguments : prepend("demo", arguments));
    }

    /** All commands, ready to be given arguments. */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Examples());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExpandAtFiles(false);
        RunCommand.configured(line.getSubcommands().get("run"));
        return line;
    }

    private static String[] prepend(String first, String[] rest) {
        String[] all = new String[rest.length + 1];
        all[0] = first;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return all;
    }
}
