package dev.agentsdk.e2e;

import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.AgentQuery;
import dev.agentsdk.AgentSession;
import dev.agentsdk.control.ControlRequest;
import dev.agentsdk.e2e.support.E2e;
import dev.agentsdk.e2e.support.EveryLauncher;
import dev.agentsdk.errors.TransportClosedException;
import dev.agentsdk.hook.HookEvent;
import dev.agentsdk.hook.HookOutput;
import dev.agentsdk.hook.HookSpecificOutput;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.message.Message;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.permission.PermissionDecision;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.testing.FakeCli;
import dev.agentsdk.testsupport.Times;
import dev.agentsdk.tool.Tool;
import dev.agentsdk.tool.ToolResult;
import dev.agentsdk.tool.ToolServer;
import dev.agentsdk.transport.SubprocessCliTransportFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** What a real child asks its session: permissions, hooks, tools; and the ends of sessions that are being asked. */
@E2e
class CallbacksTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @TempDir
    Path dir;

    private static AgentOptions options(AgentOptions.Builder builder, ProcessLauncher launcher) {
        return builder.transport(new SubprocessCliTransportFactory().withLauncher(launcher))
                .build();
    }

    /** A file with a request object, for the step {@code ask-json}. */
    private String file(String name, String request) {
        try {
            return Files.writeString(dir.resolve(name), request.replace('\'', '"'))
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String bash() {
        return file("bash.json", "{'subtype':'can_use_tool','tool_name':'Bash','input':{'command':'ls -l'}}");
    }

    /** What the child was answered, in order. */
    private static List<JsonNode> answers(FakeCli cli) {
        return cli.note("answers")
                .lines()
                .map(line -> RawJson.of(line).tree().path("response"))
                .toList();
    }

    @EveryLauncher
    void aPermissionIsAskedForAndDecided(ProcessLauncher launcher) {
        FakeCli cli = FakeCli.in(dir).onTurn("init ask-json:" + bash() + " result");
        AgentOptions options = options(
                cli.options()
                        .permissionCallback((request, cancellation) -> PermissionDecision.deny(
                                "not " + request.input().tree().path("command").asText())),
                launcher);
        try (AgentSession session = AgentSession.open(options)) {
            session.send("go");
            session.receiveResponse().result();
        }
        assertThat(answers(cli).get(0).path("response").toString())
                .isEqualTo("{\"behavior\":\"deny\",\"message\":\"not ls -l\"}");
    }

    @EveryLauncher
    void requestsAreServedBeforeTheHandshakeIsAnswered(ProcessLauncher launcher) {
        FakeCli cli = FakeCli.in(dir)
                .onStart("ask-first:"
                        + file(
                                "ping.json",
                                "{'subtype':'mcp_message','server_name':'calc','message':"
                                        + "{'jsonrpc':'2.0','id':0,'method':'initialize','params':{}}}"));
        AgentOptions options = options(cli.options().toolServer(ToolServer.of("calc")), launcher);
        try (AgentSession session = AgentSession.open(options)) {
            assertThat(session.agentInfo().outputStyle()).contains("default");
        }
        assertThat(answers(cli)
                        .get(0)
                        .at("/response/mcp_response/result/serverInfo/name")
                        .asText())
                .isEqualTo("calc");
    }

    record SizeOf(String path) {}

    @EveryLauncher
    void hooksAndToolsRunInOneTurn(ProcessLauncher launcher) {
        String hook = file(
                "hook.json",
                "{'subtype':'hook_callback','callback_id':'hook_0','tool_use_id':'t','input':"
                        + "{'hook_event_name':'PreToolUse','tool_name':'Bash','tool_input':{'command':'rm -rf /'}}}");
        String call = file(
                "call.json",
                "{'subtype':'mcp_message','server_name':'files','message':{'jsonrpc':'2.0','id':1,"
                        + "'method':'tools/call','params':{'name':'size','arguments':{'path':'/a'}}}}");
        FakeCli cli = FakeCli.in(dir).onTurn("init ask-json:" + hook + " ask-json:" + call + " result");
        Tool size = Tool.of(
                "size",
                "The size of a file.",
                SizeOf.class,
                (arguments, context) -> ToolResult.text(arguments.path() + " has 3 bytes"));
        AgentOptions options = options(
                cli.options()
                        .toolServer(ToolServer.of("files", size))
                        .hook(
                                HookEvent.PRE_TOOL_USE,
                                (input, context) -> HookOutput.of(HookSpecificOutput.denyTool("no "
                                        + input.toolInput()
                                                .tree()
                                                .path("command")
                                                .asText()))),
                launcher);
        try (AgentSession session = AgentSession.open(options)) {
            session.send("go");
            session.receiveResponse().result();
            assertThat(session.statistics().callbackErrors()).isZero();
        }
        assertThat(answers(cli)
                        .get(0)
                        .at("/response/hookSpecificOutput/permissionDecisionReason")
                        .asText())
                .isEqualTo("no rm -rf /");
        assertThat(answers(cli)
                        .get(1)
                        .at("/response/mcp_response/result/content/0/text")
                        .asText())
                .isEqualTo("/a has 3 bytes");
    }

    @EveryLauncher
    void aRequestThatIsTakenBackInterruptsItsCallback(ProcessLauncher launcher) throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        // The turn does not end before the callback has begun: the child waits for an answer to another request.
        FakeCli cli = FakeCli.in(dir).onTurn("init take-back:" + bash() + " ask:some_new_thing result");
        AgentOptions options = options(
                cli.options().permissionCallback((request, cancellation) -> {
                    cancellation.onCancel(interrupted::countDown);
                    new CountDownLatch(1).await();
                    return PermissionDecision.allow();
                }),
                launcher);
        try (AgentSession session = AgentSession.open(options)) {
            session.send("go");
            session.receiveResponse().result();
            assertThat(session.statistics().callbackErrors()).isZero();
            assertThat(session.statistics().unansweredRequests()).isZero();
        }
        assertThat(answers(cli)).hasSize(1);
        assertThat(answers(cli).get(0).path("error").asText()).contains("some_new_thing");
    }

    @EveryLauncher
    @Tag("R-59")
    @Tag("R-60")
    void aCallbackMayAskItsOwnSessionAndThrowAfterwards(ProcessLauncher launcher) {
        AtomicReference<AgentSession> own = new AtomicReference<>();
        FakeCli cli = FakeCli.in(dir).onTurn("init ask-json:" + bash() + " result");
        AgentOptions options = options(
                cli.options().permissionCallback((request, cancellation) -> {
                    own.get().setModel("other");
                    assertThat(own.get().requestAsync(ControlRequest.of("test_any", Map.of())))
                            .succeedsWithin(PATIENCE);
                    throw new IllegalStateException("on purpose");
                }),
                launcher);
        try (AgentSession session = AgentSession.open(options)) {
            own.set(session);
            session.send("go");
            assertThat(session.receiveResponse().result().isError()).isFalse();
            assertThat(session.statistics().callbackErrors()).isEqualTo(1);
        }
        assertThat(answers(cli))
                .singleElement()
                .satisfies(answer -> assertThat(answer.path("error").asText()).contains("on purpose"));
    }

    @EveryLauncher
    @Tag("R-60")
    void aCallbackThatBlocksHoldsNeitherRequestsNorCloseUp(ProcessLauncher launcher) throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        AtomicReference<Boolean> cancelled = new AtomicReference<>();
        CountDownLatch left = new CountDownLatch(1);
        FakeCli cli = FakeCli.in(dir).onTurn("init ask-json:" + bash() + " result");
        AgentOptions options = options(
                cli.options().permissionCallback((request, cancellation) -> {
                    entered.countDown();
                    try {
                        new CountDownLatch(1).await();
                        return PermissionDecision.allow();
                    } finally {
                        cancelled.set(cancellation.isCancelled());
                        left.countDown();
                    }
                }),
                launcher);
        AgentSession session = AgentSession.open(options);
        try {
            session.send("go");
            Times.within(Duration.ofSeconds(5), entered);
            session.setModel("other");
            long start = System.nanoTime();
            session.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).is(under(Duration.ofSeconds(2)));
            Times.within(Duration.ofSeconds(5), left);
            assertThat(cancelled.get()).isTrue();
            assertThatThrownBy(() -> session.setModel("x")).isInstanceOf(TransportClosedException.class);
        } finally {
            session.close();
        }
    }

    @EveryLauncher
    void aQueryWaitsForAgentsInTheBackgroundAndIsAnsweredMeanwhile(ProcessLauncher launcher) {
        FakeCli cli = FakeCli.in(dir)
                .onTurn("init task-start:t1 result ask-json:" + bash() + " task-end:t1 say:it_is_done result")
                .onEof("marker");
        AgentOptions options = options(
                cli.options().permissionCallback((request, cancellation) -> PermissionDecision.allow()), launcher);
        try (AgentQuery query = AgentQuery.start("go", options)) {
            assertThat(query.stream().map(Message::type))
                    .containsExactly("system", "system", "result", "system", "assistant", "result");
            cli.awaitNote("marker", PATIENCE);
        }
        assertThat(answers(cli).get(0).at("/response/behavior").asText()).isEqualTo("allow");
    }

    @EveryLauncher
    void theLeftoversOfAnInterruptedTurnDoNotEndTheNextOne(ProcessLauncher launcher) {
        FakeCli cli = FakeCli.in(dir).onTurn("init hang-turn");
        try (AgentSession session = AgentSession.open(options(cli.options(), launcher))) {
            session.send("one");
            session.interrupt();
            // Its result is on the way, or here already; the second turn ends only when it is interrupted too.
            session.send("two");
            session.interrupt();
            assertThat(session.receiveResponse().stream()
                            .filter(message -> message.type().equals("result"))
                            .count())
                    .isEqualTo(2);
        }
    }
}
