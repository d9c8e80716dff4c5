package dev.agentsdk.e2e.real;

import static dev.agentsdk.e2e.model.ModelReply.text;
import static dev.agentsdk.e2e.model.ModelReply.tool;
import static dev.agentsdk.e2e.model.ModelScript.prompt;
import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.AgentSession;
import dev.agentsdk.control.McpServerStatus;
import dev.agentsdk.control.McpServersChange;
import dev.agentsdk.control.McpToolInfo;
import dev.agentsdk.e2e.model.ModelCall;
import dev.agentsdk.e2e.real.support.CliRun;
import dev.agentsdk.e2e.real.support.EveryCli;
import dev.agentsdk.e2e.real.support.EveryRun;
import dev.agentsdk.e2e.real.support.Lab;
import dev.agentsdk.e2e.real.support.RealCli;
import dev.agentsdk.e2e.real.support.RealCliTest;
import dev.agentsdk.e2e.real.support.Turn;
import dev.agentsdk.errors.ControlException;
import dev.agentsdk.message.ToolResultBlock;
import dev.agentsdk.message.UserMessage;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.permission.PermissionMode;
import dev.agentsdk.schema.Description;
import dev.agentsdk.testsupport.Times;
import dev.agentsdk.tool.Tool;
import dev.agentsdk.tool.ToolAnnotations;
import dev.agentsdk.tool.ToolContext;
import dev.agentsdk.tool.ToolResult;
import dev.agentsdk.tool.ToolServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tools of this process, which a real CLI calls over the control protocol. */
@RealCliTest
class RealToolTest {

    record Sum(
            @Description("the first summand") int a,
            @Description("the second summand") int b) {}

    record Nothing() {}

    @RegisterExtension
    final Lab lab = new Lab();

    private final List<ToolContext> called = new CopyOnWriteArrayList<>();

    private final Tool add = Tool.of("add", "Adds two numbers.", Sum.class, (sum, context) -> {
        called.add(context);
        return ToolResult.text("The sum is " + (sum.a() + sum.b()));
    });

    private AgentOptions.Builder options(RealCli cli, Tool... tools) {
        AgentOptions.Builder options = lab.options(cli).permissionMode(PermissionMode.DEFAULT);
        return offering(options, tools);
    }

    private static AgentOptions.Builder offering(AgentOptions.Builder options, Tool... tools) {
        return options.toolServer(ToolServer.of("calc", tools))
                .allowedTools(List.of(tools).stream()
                        .map(tool -> "mcp__calc__" + tool.name())
                        .toList());
    }

    private static String addition(Object a, Object b) {
        return prompt("Add", tool("mcp__calc__add", Map.of("a", a, "b", b)), text("That was it."));
    }

    private String lastConversation() {
        List<ModelCall> calls = lab.model().scriptedCalls();
        return calls.get(calls.size() - 1).conversation();
    }

    @EveryCli
    void aToolIsOfferedCalledAndItsResultReachesTheModel(RealCli cli) {
        try (AgentSession session = AgentSession.open(options(cli, add).build())) {
            Turn turn = Turn.of(session, addition(20, 22));

            assertThat(turn.text()).endsWith("That was it.");
            assertThat(turn.result().isError()).isFalse();
        }
        assertThat(called).hasSize(1);
        assertThat(called.get(0).toolName()).isEqualTo("add");
        if (cli == RealCli.CLAUDE) {
            assertThat(called.get(0).toolUseId())
                    .hasValueSatisfying(id -> assertThat(id).startsWith("toolu_scripted_"));
        }
        assertThat(lastConversation()).contains("The sum is 42");
    }

    /** Otherwise the model has to look for it with a tool of the CLI. */
    @Test
    void claudeShowsAToolAtOnceIfItIsToldTo() {
        try (AgentSession session =
                AgentSession.open(options(RealCli.CLAUDE, add.alwaysLoaded()).build())) {
            Turn.of(session, prompt("Hello", text("Hi")));
        }
        ModelCall call = lab.model().scriptedCalls().get(0);
        assertThat(call.tools()).contains("mcp__calc__add");
        assertThat(call.body().path("tools").toString()).contains("Adds two numbers.", "the first summand");
    }

    @EveryCli
    void argumentsThatDoNotFitAreToldToTheModelAndNotToTheTool(RealCli cli) {
        try (AgentSession session = AgentSession.open(options(cli, add).build())) {
            assertThat(Turn.of(session, addition("twenty", 22)).text()).endsWith("That was it.");
            assertThat(called).isEmpty();
            assertThat(lastConversation()).contains("must be");

            Turn.of(session, addition(1, 2));
            assertThat(called).as("the next call").hasSize(1);
        }
    }

    @EveryCli
    void aToolThatFailsIsAnErrorForTheModel(RealCli cli) {
        Tool failing = Tool.of("fail", "Fails.", Nothing.class, (nothing, context) -> {
            throw new IllegalStateException("The database is away.");
        });
        try (AgentSession session = AgentSession.open(options(cli, failing).build())) {
            Turn turn = Turn.of(session, prompt("Try", tool("mcp__calc__fail", Map.of()), text("A pity.")));

            assertThat(turn.text()).endsWith("A pity.");
            assertThat(turn.all(UserMessage.class).stream()
                            .flatMap(message -> message.content().stream())
                            .filter(ToolResultBlock.class::isInstance)
                            .map(ToolResultBlock.class::cast))
                    .singleElement()
                    .satisfies(result -> assertThat(result.isError()).isTrue());
        }
        assertThat(lastConversation()).contains("The database is away.");
    }

    /** claude does so with tools that only read. */
    @Test
    void twoToolsOfOneAnswerRunAtOnce() {
        CyclicBarrier both = new CyclicBarrier(2);
        Tool meet = Tool.of("meet", "Meets the other.", Nothing.class, (nothing, context) -> meet(both))
                .withAnnotations(ToolAnnotations.readOnlyTool());
        try (AgentSession session =
                AgentSession.open(options(RealCli.CLAUDE, meet).build())) {
            Turn.of(
                    session,
                    prompt(
                            "Meet",
                            tool("mcp__calc__meet", Map.of()).andTool("mcp__calc__meet", Map.of()),
                            text("That was it.")));
        }
        assertThat(lastConversation()).contains("met 0", "met 1");
    }

    private static ToolResult meet(CyclicBarrier both) throws InterruptedException, BrokenBarrierException {
        try {
            return ToolResult.text("met " + both.await(20, TimeUnit.SECONDS));
        } catch (TimeoutException e) {
            return ToolResult.text("nobody came");
        }
    }

    private static final class Endless {
        final CountDownLatch running = new CountDownLatch(1);
        final CompletableFuture<Boolean> cancelled = new CompletableFuture<>();

        final Tool tool = Tool.of("wait", "Waits.", Nothing.class, (nothing, context) -> {
            context.cancellation().onCancel(() -> cancelled.complete(true));
            running.countDown();
            cancelled.get();
            return ToolResult.text("Never said.");
        });

        void begin(AgentSession session) throws InterruptedException {
            session.send(prompt("Wait", tool("mcp__calc__wait", Map.of()), text("Never said.")));
            Times.within(Duration.ofSeconds(30), running);
        }
    }

    @EveryCli
    void anInterruptTakesTheCallBackAndTheNextTurnWorks(RealCli cli) throws Exception {
        Endless endless = new Endless();
        try (AgentSession session =
                AgentSession.open(options(cli, endless.tool, add).build())) {
            endless.begin(session);

            session.interrupt();

            assertThat(Turn.rest(session).result().isError()).isTrue();
            if (cli == RealCli.CLAUDE) {
                assertThat(Times.within(Duration.ofSeconds(10), endless.cancelled))
                        .isTrue();
            }
            Turn.of(session, addition(1, 2));
            assertThat(lastConversation()).contains("The sum is 3");
        }
        // qwen forgets the call without a word: it goes on to the end of the session.
        assertThat(Times.within(Duration.ofSeconds(1), endless.cancelled)).isTrue();
    }

    /** claude has no such bound. */
    @Test
    @Timeout(100)
    void qwenGivesAToolHalfAMinute() throws Exception {
        Endless endless = new Endless();
        try (AgentSession session =
                AgentSession.open(options(RealCli.QWEN, endless.tool, add).build())) {
            long start = System.nanoTime();
            endless.begin(session);
            Turn turn = Turn.rest(session);

            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(29))
                    .is(under(Duration.ofSeconds(50)));
            assertThat(turn.result().isError()).isFalse();
            assertThat(lastConversation()).contains("may have completed before the connection failed");
            Turn.of(session, addition(1, 2));
            assertThat(lastConversation()).as("the next call").contains("The sum is 3");
        }
    }

    @EveryRun
    void aSessionIsClosedWhileAToolRuns(CliRun run) throws Exception {
        Endless endless = new Endless();
        AgentSession session =
                AgentSession.open(offering(lab.options(run).permissionMode(PermissionMode.DEFAULT), endless.tool)
                        .build());
        endless.begin(session);

        lab.close("a tool of this process running", run, session);

        assertThat(Times.within(Duration.ofSeconds(1), endless.cancelled)).isTrue();
    }

    @EveryCli
    void theServerIsSeenAsConnected(RealCli cli) {
        try (AgentSession session = AgentSession.open(options(cli, add).build())) {
            Turn.of(session, prompt("Hello", text("Hi")));

            assertThat(session.mcpStatus())
                    .filteredOn(status -> status.name().equals("calc"))
                    .singleElement()
                    .satisfies(status ->
                            assertThat(status.isConnected()).as(status.status()).isTrue());
        }
    }

    private static void awaitTools(AgentSession session, String... names) {
        Times.await(
                () -> "claude to list " + List.of(names) + ": " + session.mcpStatus(),
                Duration.ofSeconds(10),
                () -> session.mcpStatus().stream()
                        .filter(status -> status.name().equals("calc"))
                        .flatMap(status -> status.tools().stream())
                        .map(McpToolInfo::name)
                        .toList()
                        .equals(List.of(names)));
    }

    @Test
    void toolsAreAddedAndRemovedWhileTheSessionRuns() {
        ToolServer server = ToolServer.of("calc", add);
        Tool later = Tool.of("later", "Came later.", Nothing.class, (none, context) -> ToolResult.text("LATER RAN"));
        try (AgentSession session = AgentSession.open(lab.options(RealCli.CLAUDE)
                .permissionMode(PermissionMode.DEFAULT)
                .toolServer(server)
                .allowedTools("mcp__calc__add", "mcp__calc__later")
                .build())) {
            Turn.of(session, prompt("Hello", text("Hi")));
            awaitTools(session, "add");

            server.addTool(later);
            awaitTools(session, "add", "later");
            Turn.of(session, prompt("Later", tool("mcp__calc__later", Map.of()), text("That was it.")));
            assertThat(lastConversation()).contains("LATER RAN");

            server.removeTool("add");
            awaitTools(session, "later");
            Turn.of(session, addition(1, 2));
            assertThat(called).isEmpty();
            assertThat(lastConversation()).contains("No such tool available: mcp__calc__add");
        }
    }

    @Test
    void qwenKeepsTheToolsOfItsStart() {
        ToolServer server = ToolServer.of("calc", add);
        Tool later = Tool.of("later", "Came later.", Nothing.class, (none, context) -> ToolResult.text("LATER RAN"));
        try (AgentSession session = AgentSession.open(lab.options(RealCli.QWEN)
                .permissionMode(PermissionMode.DEFAULT)
                .toolServer(server)
                .allowedTools("mcp__calc__add", "mcp__calc__later")
                .build())) {
            Turn.of(session, prompt("Hello", text("Hi")));

            server.addTool(later);
            server.removeTool("add");
            Turn.of(session, prompt("Later", tool("mcp__calc__later", Map.of()), text("That was it.")));
            assertThat(lastConversation()).doesNotContain("LATER RAN").contains("mcp__calc__later");
            Turn.of(session, addition(1, 2));
            assertThat(called).isEmpty();
            assertThat(lastConversation()).contains("The server calc has no tool of this name, or it was removed.");
        }
    }

    @Test
    void serversAreSetWhileTheSessionRuns() {
        RealCli cli = RealCli.CLAUDE;
        try (AgentSession session = AgentSession.open(lab.options(cli)
                .permissionMode(PermissionMode.DEFAULT)
                .allowedTools("mcp__calc__add")
                .build())) {
            Turn.of(session, prompt("Hello", text("Hi")));
            assertThat(session.mcpStatus()).extracting(McpServerStatus::name).doesNotContain("calc");

            McpServersChange change = session.setMcpServers(Map.of("calc", ToolServer.of("calc", add)));
            assertThat(change.added()).containsExactly("calc");
            assertThat(change.errors()).isEmpty();
            Turn.of(session, addition(20, 22));
            assertThat(lastConversation()).contains("The sum is 42");

            assertThat(session.setMcpServers(Map.of()).removed()).containsExactly("calc");
            Turn.of(session, addition(3, 4));
            assertThat(called).as("calls").hasSize(1);
            assertThat(session.mcpStatus()).extracting(McpServerStatus::name).doesNotContain("calc");
        }
    }

    @Test
    void qwenSaysThatItCannotSetServers() {
        try (AgentSession session = AgentSession.open(lab.options(RealCli.QWEN).build())) {
            assertThatThrownBy(() -> session.setMcpServers(Map.of("calc", ToolServer.of("calc", add))))
                    .isInstanceOf(ControlException.class);
            assertThat(Turn.of(session, prompt("Still there?", text("Yes"))).text())
                    .isEqualTo("Yes");
        }
    }
}
