package dev.agentsdk.examples;

import dev.agentsdk.AgentLaunches;
import dev.agentsdk.AgentSession;
import dev.agentsdk.control.McpServerStatus;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.McpServerConfig;
import dev.agentsdk.permission.PermissionMode;
import dev.agentsdk.transport.CliCommandLine;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Options, among them an MCP server, what they become, and what the agent says to them while it runs. */
@Command(
        name = "options",
        description = "Options and an MCP server: the command line, the server's state, a change of the mode.")
final class OptionsExample implements Runnable {

    @Mixin
    private ChosenCli cli = new ChosenCli();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        PrintWriter out = TerminalText.out(spec);
        cli.use("options", builder -> {
            AgentOptions options = builder.model("sonnet")
                    .systemPrompt("Answer in one sentence.")
                    .permissionMode(PermissionMode.PLAN)
                    .allowedTools("Read", "mcp__docs__search")
                    .disallowedTools("WebFetch")
                    .maxTurns(3)
                    // It is started by the agent. The token travels in a file that only this user can read.
                    .mcpServer(
                            "docs",
                            McpServerConfig.stdio("docs-server", "--stdio").withEnv("DOCS_TOKEN", "secret"))
                    .build();
            List<String> command = CliCommandLine.arguments(Path.of("agent"), AgentLaunches.of(options));
            out.printf("command line: %d words; without its values: %s%n", command.size(), flags(command));
            out.printf("options: %s%n", options);
            try (AgentSession session = AgentSession.open(options)) {
                for (McpServerStatus server : session.mcpStatus()) {
                    out.printf(
                            "MCP server %s: %s, %d tools%n",
                            server.name(), server.status(), server.tools().size());
                }
                session.setPermissionMode(PermissionMode.ACCEPT_EDITS);
                session.send("Which options were you given?");
                MessagePrinter printer = new MessagePrinter(out);
                session.receiveResponse().forEach(printer::show);
            }
        });
    }

    /** The values are left out: {@code arguments} shows all of them, confidential ones too. */
    private static List<String> flags(List<String> command) {
        return command.stream()
                .filter(word -> word.startsWith("--"))
                .map(word -> word.replaceFirst("=.*", ""))
                .toList();
    }
}
