package dev.agentsdk.examples;

import dev.agentsdk.AgentSession;
import dev.agentsdk.spi.ExitReport;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A session from open to close: shows the answer while it is made, the tools at work, the result, and how the agent ended.
 */
@Command(name = "demo", description = "One session: the answer as it is made, a tool call, the result, the ending.")
final class DemoSession implements Runnable {

    @Mixin
    private ChosenCli cli = new ChosenCli();

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            description = "What to say. Default: ${DEFAULT-VALUE}",
            defaultValue = "Which source files are there?")
    private String prompt = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        PrintWriter out = TerminalText.out(spec);
        cli.use("demo", options -> {
            long start = System.nanoTime();
            AgentSession session =
                    AgentSession.open(options.includePartialMessages(true).build());
            try (session) {
                out.printf(
                        Locale.ROOT,
                        "open: process %d in %.0f ms%s%n",
                        session.pid().orElse(-1),
                        (System.nanoTime() - start) / 1e6,
                        cli.isDemo() ? " (the built-in demo CLI)" : "");
                out.printf("you: %s%n", prompt);
                session.send(prompt);
                session.receiveResponse().forEach(new MessagePrinter(out)::show);
            }
            ExitReport report = session.exitReport().orElseThrow();
            out.printf("close: %s%n", report.summary());
        });
    }
}
