package dev.agentsdk.e2e.real;

import static dev.agentsdk.e2e.model.ModelReply.text;
import static dev.agentsdk.e2e.model.ModelScript.prompt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.AgentSession;
import dev.agentsdk.control.ContextUsage;
import dev.agentsdk.control.ControlRequests;
import dev.agentsdk.control.FileContents;
import dev.agentsdk.control.ModelInfo;
import dev.agentsdk.e2e.real.support.Lab;
import dev.agentsdk.e2e.real.support.RealCli;
import dev.agentsdk.e2e.real.support.RealCliTest;
import dev.agentsdk.e2e.real.support.Turn;
import dev.agentsdk.errors.ControlException;
import dev.agentsdk.hook.HookEvent;
import dev.agentsdk.hook.HookOutput;
import dev.agentsdk.message.SlashCommand;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.permission.PermissionMode;
import dev.agentsdk.testsupport.Times;
import dev.agentsdk.tool.Tool;
import dev.agentsdk.tool.ToolResult;
import dev.agentsdk.tool.ToolServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Control requests that change nothing outside the session, on {@code claude}. */
@RealCliTest
class RealControlRequestsTest {

    record Sum(int a, int b) {}

    @RegisterExtension
    final Lab lab = new Lab();

    private AgentSession session;

    @BeforeEach
    void open() throws IOException {
        Files.writeString(lab.cwd().resolve("tangerine.txt"), "a fruit");
        AgentOptions options = lab.options(RealCli.CLAUDE)
                .allowedTools("Read", "mcp__calc__add")
                .toolServer(ToolServer.of(
                        "calc",
                        Tool.of(
                                "add",
                                "Adds.",
                                Sum.class,
                                (sum, context) -> ToolResult.text("" + (sum.a() + sum.b())))))
                .hook(HookEvent.STOP, (input, context) -> HookOutput.none())
                .build();
        session = AgentSession.open(options);
        Turn.of(session, prompt("Hello", text("Hi")));
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void whatIsInForceIsRead() {
        assertThat(session.binaryVersion().version()).isEqualTo(RealCli.CLAUDE.version());
        assertThat(session.models()).extracting(ModelInfo::value).contains("default");
        assertThat(session.settings().effective().tree().isObject()).isTrue();
        assertThat(session.permissionRules().rules())
                .anySatisfy(rule -> assertThat(rule.rule()).isEqualTo("Read"));
        assertThat(session.hooksListing().eventCatalog())
                .anySatisfy(event -> assertThat(event.name()).isEqualTo("Stop"));
        assertThat(session.sessionCost()).contains("$");
        assertThat(session.usage().raw().tree().isObject()).isTrue();
        ContextUsage usage = session.contextUsage();
        assertThat(usage.maxTokens()).isPositive();
        assertThat(session.request(ControlRequests.contextUsageSummary()).maxTokens())
                .isEqualTo(usage.maxTokens());
        assertThat(session.request(ControlRequests.usageWithoutBehaviors()).lastDay())
                .isEmpty();
    }

    @Test
    void filesAreReadAndFound() {
        Path file = lab.cwd().resolve("tangerine.txt");
        FileContents whole = session.readFile(file.toString());
        assertThat(whole.contents()).isEqualTo("a fruit");
        assertThat(new String(
                        session.request(ControlRequests.readFile(file.toString(), 3, true))
                                .bytes(),
                        StandardCharsets.UTF_8))
                .isEqualTo("a f");
        Times.await(
                () -> "claude to have looked for files",
                Duration.ofSeconds(10),
                () -> session.fileSuggestions("tanger").text().contains("tangerine.txt"));
        session.seedReadState(file.toString(), file.toFile().lastModified());
    }

    @Test
    void whatIsLoadedAnewIsListed() {
        assertThat(session.reloadPlugins().errorCount()).isZero();
        assertThat(session.reloadSkills()).extracting(SlashCommand::name).isNotEmpty();
        assertThat(session.reloadOutputStyles()).contains("default");
    }

    @Test
    void theSessionIsNamedAndColoured() {
        session.renameSession("A new name");
        session.setHasSubscribers(true);
        assertThat(lab.sessionLog(RealCli.CLAUDE, session.sessionId().orElseThrow()))
                .contains("A new name");
    }

    @Test
    void theModelIsAskedAside() {
        assertThat(session.sideQuestion("What is this?")).isPresent();
        assertThat(session.generateSessionTitle("A talk about fruit", false)).isNotNull();
    }

    @Test
    void modesAndBoundsAreChanged() {
        assertThat(session.setPermissionMode(PermissionMode.PLAN)).contains(PermissionMode.PLAN);
        session.setMaxThinkingTokens(2000);
        session.setModel(null);
        session.applySettings(Map.of("includeCoAuthoredBy", false));
        assertThat(session.settings()
                        .effective()
                        .tree()
                        .path("includeCoAuthoredBy")
                        .asBoolean(true))
                .isFalse();
        session.backgroundTasks(null);
        assertThat(session.cancelQueuedMessage("00000000-0000-4000-8000-000000000001"))
                .isFalse();
        session.stopTask("none");
    }

    private boolean calcIsConnected() {
        return session.mcpStatus().stream().anyMatch(server -> server.name().equals("calc") && server.isConnected());
    }

    @Test
    void serversAreAskedWithoutTheModel() {
        assertThatThrownBy(() -> session.callMcpTool("mcp__calc__add", Map.of("a", 20, "b", 22)))
                .isInstanceOf(ControlException.class)
                .hasMessageContaining("does not support SDK MCP servers");
        assertThat(session.setMcpPermissionModeOverride("calc", PermissionMode.AUTO))
                .isNotNull();
        session.toggleMcpServer("calc", false);
        assertThat(calcIsConnected()).isFalse();
        session.toggleMcpServer("calc", true);
        assertThat(calcIsConnected()).isTrue();
        assertThatThrownBy(() -> session.reconnectMcpServer("calc")).isInstanceOf(ControlException.class);
        assertThatThrownBy(() -> session.readMcpResource("calc", "file:///a"))
                .isInstanceOf(ControlException.class)
                .hasMessageContaining("ui://");
    }

    @Test
    void whatIsNotThereIsRefused() {
        assertThatThrownBy(() -> session.taskOutput("none")).isInstanceOf(ControlException.class);
        assertThatThrownBy(() -> session.readFile("/no/such/file")).isInstanceOf(ControlException.class);
        assertThat(session.rewindFilesDryRun("00000000-0000-4000-8000-000000000001")
                        .canRewind())
                .isFalse();
        assertThatThrownBy(() -> session.setColor("red"))
                .isInstanceOf(ControlException.class)
                .hasMessageContaining("set_color");
    }
}
