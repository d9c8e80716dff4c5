package dev.agentsdk.examples;

import dev.agentsdk.AgentLaunches;
import dev.agentsdk.AgentSession;
import dev.agentsdk.control.McpServerStatus;
import dev.agentsdk.errors.CliStartException;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.Budget;
import dev.agentsdk.options.CliDialect;
import dev.agentsdk.permission.PermissionMode;
import dev.agentsdk.transport.CliCommandLine;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The same API over the second dialect: what qwen calls otherwise, and what it has no form for. */
@Command(name = "qwen", description = "A session with a CLI of the qwen dialect; --cli takes the path of qwen.")
final class QwenExample implements Runnable {

    @Mixin
    private ChosenCli cli = new ChosenCli();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        PrintWriter out = TerminalText.out(spec);
        cli.use("options", builder -> {
            // A program that is called qwen needs no telling.
            builder.dialect(CliDialect.QWEN);
            AgentOptions options =
                    builder.permissionMode(PermissionMode.PLAN).maxTurns(3).build();
            out.printf(
                    "command line: %s%n",
                    String.join(" ", CliCommandLine.arguments(Path.of("qwen"), AgentLaunches.of(options))));
            refused(options.toBuilder().budget(Budget.unset().withMaxUsd(1)).build(), out);
            try (AgentSession session = AgentSession.open(options)) {
                for (McpServerStatus server : session.mcpStatus()) {
                    out.printf("MCP server %s: %s%n", server.name(), server.status());
                }
                session.setPermissionMode(PermissionMode.ACCEPT_EDITS);
                session.send("Which permission mode are you in?");
                MessagePrinter printer = new MessagePrinter(out);
                session.receiveResponse().forEach(printer::show);
            }
        });
    }

    private static void refused(AgentOptions options, PrintWriter out) {
        try {
            AgentSession.open(options).close();
            out.println("not refused");
        } catch (CliStartException e) {
            out.printf("refused: %s%n", e.getMessage());
        }
    }
}
