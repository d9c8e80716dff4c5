package dev.agentsdk.e2e.real;

import static dev.agentsdk.e2e.model.ModelReply.text;
import static dev.agentsdk.e2e.model.ModelReply.tool;
import static dev.agentsdk.e2e.model.ModelScript.prompt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.AgentSession;
import dev.agentsdk.e2e.real.support.CliRun;
import dev.agentsdk.e2e.real.support.EveryRun;
import dev.agentsdk.e2e.real.support.Lab;
import dev.agentsdk.e2e.real.support.RealCliTest;
import dev.agentsdk.e2e.real.support.Turn;
import dev.agentsdk.e2e.support.Procs;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.McpServerConfig;
import dev.agentsdk.permission.PermissionMode;
import dev.agentsdk.spi.ExitReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Closing a session whose CLI has children: the shells of its tools, each in a session of its own, which a signal to the
 * CLI's process group does not reach; and MCP servers. None of them is left.
 */
@RealCliTest
class RealTreeCloseTest {

    @RegisterExtension
    final Lab lab = new Lab();

    private Path note(String name) {
        return lab.cwd().resolve(name);
    }

    private void awaitNote(String name) {
        Procs.await("the note " + name, Duration.ofSeconds(30), () -> Files.exists(note(name)));
    }

    /** {@return a session in whose running turn a shell runs a command, which has said that it is there} */
    private AgentSession withShell(CliRun run, String command) {
        AgentSession session = AgentSession.open(lab.options(run)
                .permissionMode(PermissionMode.DEFAULT)
                .allowedTools(run.cli().shellTool())
                .build());
        session.send(prompt("Run it", tool(run.cli().shellTool(), run.cli().shell(command)), text("Never said.")));
        awaitNote("started");
        return session;
    }

    @EveryRun
    void aToolIsRunning(CliRun run) {
        AgentSession session = withShell(run, "touch started; sleep 1000");

        lab.close("a tool running", run, session);
    }

    @EveryRun
    void aToolIsRunningThatIgnoresSigterm(CliRun run) {
        AgentSession session = withShell(run, "trap '' TERM INT HUP; touch started; while :; do sleep 1; done");

        lab.close("a tool running that ignores SIGTERM", run, session);
    }

    @EveryRun
    void aToolIsRunningWithADaemonInASessionOfItsOwn(CliRun run) {
        AgentSession session = withShell(run, "setsid sleep 1001 & touch started; sleep 1000");
        Procs.await(
                "the daemon",
                Duration.ofSeconds(10),
                () -> lab.household().members("sleep 1001").stream()
                        .anyMatch(daemon -> daemon.session() == daemon.pid()));

        lab.close("a tool running, its child in a session of its own", run, session);
    }

    /** It is no descendant of the CLI any more, and in no group of it: only its environment says where it comes from. */
    @EveryRun
    void aToolThatIsOverHasLeftADaemon(CliRun run) {
        AgentSession session = withShell(run, "setsid sleep 1001 > /dev/null 2>&1 < /dev/null & touch started");
        Turn.rest(session);

        ExitReport report = lab.close("idle, a tool that is over has left a daemon", run, session);

        assertThat(report.alsoEnded()).isNotEmpty();
    }

    @EveryRun
    void aToolFloodsItsOutput(CliRun run) {
        AgentSession session = withShell(run, "touch started; yes");

        lab.close("a tool running that floods its output", run, session);
    }

    @EveryRun
    void aTaskRunsInTheBackground(CliRun run) {
        AgentSession session = AgentSession.open(lab.options(run)
                .permissionMode(PermissionMode.DEFAULT)
                .allowedTools(run.cli().shellTool())
                .build());
        Turn.of(
                session,
                prompt(
                        "Run it",
                        tool(run.cli().shellTool(), run.cli().backgroundShell("touch started; sleep 1000")),
                        text("It runs.")));
        awaitNote("started");

        lab.close("idle, a task in the background", run, session);
    }

    @EveryRun
    void anMcpServerIsThere(CliRun run) {
        AgentSession session = withMcpServer(run, "");

        lab.close("idle, an MCP server", run, session);
    }

    @EveryRun
    void anMcpServerIsThereThatIgnoresEofAndSigterm(CliRun run) {
        AgentSession session = withMcpServer(run, "trap '' TERM INT HUP");

        lab.close("idle, an MCP server that ignores EOF and SIGTERM", run, session);
    }

    @EveryRun
    void anMcpServerAnswersNothingInARunningTurn(CliRun run) {
        AgentSession session = AgentSession.open(mcp(run, "trap '' TERM INT HUP")
                .permissionMode(PermissionMode.DEFAULT)
                .allowedTools("mcp__slow__wait")
                .build());
        session.send(prompt("Wait", tool("mcp__slow__wait", Map.of()), text("Never said.")));
        awaitNote("called");

        lab.close("an MCP tool running that ignores EOF and SIGTERM", run, session);
    }

    private AgentSession withMcpServer(CliRun run, String preparation) {
        AgentSession session = AgentSession.open(mcp(run, preparation).build());
        Turn.of(session, prompt("Hello", text("Hello.")));
        awaitNote("listed");
        return session;
    }

    /** {@return options with an MCP server that has a tool without an end; it outlives its stdin if it is prepared so} */
    private AgentOptions.Builder mcp(CliRun run, String preparation) {
        Path script = lab.cwd().resolve("mcp-server.sh");
        Lab.write(script, """
                %s
                answer() { printf '{"jsonrpc":"2.0","id":%%s,"result":%%s}\\n' "$id" "$1"; }
                while IFS= read -r line; do
                  id=$(printf '%%s' "$line" | sed -n 's/.*"id":\\([0-9]*\\).*/\\1/p')
                  case $line in
                    *'"initialize"'*) answer '{"protocolVersion":"2025-06-18","capabilities":{"tools":{}},"serverInfo":{"name":"slow","version":"1"}}' ;;
                    *'"tools/list"'*)
                      answer '{"tools":[{"name":"wait","description":"Waits","inputSchema":{"type":"object"}}]}'
                      touch '%s/listed' ;;
                    *'"tools/call"'*) touch '%s/called' ;;
                    *'"ping"'*) answer '{}' ;;
                    *'"id"'*) printf '{"jsonrpc":"2.0","id":%%s,"error":{"code":-32601,"message":"unknown"}}\\n' "$id" ;;
                  esac
                done
                %s
                """.formatted(
                        preparation, lab.cwd(), lab.cwd(), preparation.isEmpty() ? "" : "while :; do sleep 1; done"));
        return lab.options(run).mcpServer("slow", McpServerConfig.stdio("sh", script.toString()));
    }
}
