package dev.agentsdk.examples;

import dev.agentsdk.AgentSession;
import dev.agentsdk.schema.Description;
import dev.agentsdk.tool.Tool;
import dev.agentsdk.tool.ToolAnnotations;
import dev.agentsdk.tool.ToolContext;
import dev.agentsdk.tool.ToolResult;
import dev.agentsdk.tool.ToolServer;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A tool of this process, described by a record: the agent calls it as it does its own. */
@Command(name = "tools", description = "A tool of this program, described by a record, and used by the agent.")
final class ToolsExample implements Runnable {

    /** The arguments of the tool, and all that the model is told of them. */
    record Forecast(
            @Description("the city, in English") String city,
            @Description("how many days, from 1 to 7") int days) {}

    @Mixin
    private ChosenCli cli = new ChosenCli();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        PrintWriter out = TerminalText.out(spec);
        Tool forecast = Tool.of(
                        "forecast", "Tells the weather of the next days.", Forecast.class, ToolsExample::forecast)
                .withAnnotations(ToolAnnotations.readOnlyTool());
        out.printf("schema: %s%n", forecast.inputSchema().json().text());
        cli.use("tools", options -> {
            options.toolServer(ToolServer.of("weather", forecast)).allowedTools("mcp__weather__forecast");
            try (AgentSession session = AgentSession.open(options.build())) {
                session.send("What will the weather be in Paris for 2 days, and in Atlantis tomorrow?");
                MessagePrinter printer = new MessagePrinter(out);
                session.receiveResponse().forEach(printer::show);
            }
        });
    }

    private static ToolResult forecast(Forecast wanted, ToolContext context) {
        if (wanted.city().equals("Atlantis")) {
            // For the model, which can do something about it. What a handler throws is told to the model and the log.
            return ToolResult.error("Nobody knows where " + wanted.city() + " is.");
        }
        return ToolResult.text(wanted.city() + ": sun for " + wanted.days() + " days");
    }
}
