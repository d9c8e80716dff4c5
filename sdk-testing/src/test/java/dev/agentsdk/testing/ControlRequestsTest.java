package dev.agentsdk.testing;

import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.AgentSession;
import dev.agentsdk.control.ContextUsage;
import dev.agentsdk.control.ControlRequest;
import dev.agentsdk.control.ControlRequests;
import dev.agentsdk.control.InterruptReceipt;
import dev.agentsdk.control.McpServerStatus;
import dev.agentsdk.control.RewindResult;
import dev.agentsdk.errors.AgentException;
import dev.agentsdk.errors.AgentInterruptedException;
import dev.agentsdk.errors.ControlTimeoutException;
import dev.agentsdk.errors.TransportClosedException;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.permission.PermissionMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a session asks the agent: the frames, the typed answers, time-outs, futures, and taking back. */
@Timeout(30)
class ControlRequestsTest {

    private final InMemoryTransport transport = new InMemoryTransport();
    private final Wire wire = new Wire(transport);
    private AgentSession session;

    @BeforeEach
    void open() {
        session = Wire.open(transport, AgentOptions.builder());
    }

    @AfterEach
    void close() {
        session.close();
    }

    /** Calls a method of the session while the test plays the agent. */
    private <T> T answered(Supplier<T> call, String expectedRequest, String answer) throws Exception {
        CompletableFuture<T> result = CompletableFuture.supplyAsync(call);
        JsonNode sent = wire.sent();
        assertThat(sent.path("type").asText()).isEqualTo("control_request");
        assertThat(sent.path("request")).isEqualTo(Wire.json(expectedRequest));
        wire.answer(sent, answer);
        return result.get(5, TimeUnit.SECONDS);
    }

    private void frame(Consumer<AgentSession> call, String expectedRequest) throws Exception {
        answered(
                () -> {
                    call.accept(session);
                    return true;
                },
                expectedRequest,
                "{}");
    }

    @Test
    void everyRequestHasTheFieldsThatTheProtocolWants() throws Exception {
        frame(s -> s.setPermissionMode(PermissionMode.PLAN), "{'subtype':'set_permission_mode','mode':'plan'}");
        frame(s -> s.setModel(null), "{'subtype':'set_model','model':null}");
        frame(s -> s.setMaxThinkingTokens(100), "{'subtype':'set_max_thinking_tokens','max_thinking_tokens':100}");
        frame(s -> s.reconnectMcpServer("gh"), "{'subtype':'mcp_reconnect','serverName':'gh'}");
        frame(s -> s.toggleMcpServer("gh", false), "{'subtype':'mcp_toggle','serverName':'gh','enabled':false}");
        frame(s -> s.stopTask("t1"), "{'subtype':'stop_task','task_id':'t1'}");
        frame(s -> s.applySettings(Map.of("model", "x")), "{'subtype':'apply_flag_settings','settings':{'model':'x'}}");
        frame(AgentSession::endSession, "{'subtype':'end_session'}");
        frame(AgentSession::interruptAndCancelQueued, "{'subtype':'interrupt','cancel_queued':true}");
        frame(s -> s.backgroundTasks(null), "{'subtype':'background_tasks'}");
        frame(s -> s.renameSession("t"), "{'subtype':'rename_session','title':'t'}");
    }

    @Test
    void answersAreTypedAndKeepTheirRawJson() throws Exception {
        InterruptReceipt receipt =
                answered(session::interrupt, "{'subtype':'interrupt'}", "{'still_queued':['u1'],'new':1}");
        assertThat(receipt.stillQueued()).containsExactly("u1");
        assertThat(receipt.raw().tree().path("new").asInt()).isEqualTo(1);

        RewindResult rewind = answered(
                () -> session.rewindFilesDryRun("u-1"),
                "{'subtype':'rewind_files','user_message_id':'u-1','dry_run':true}",
                "{'canRewind':true,'filesChanged':['a.txt'],'insertions':3,'deletions':1}");
        assertThat(rewind.filesChanged()).containsExactly("a.txt");
        assertThat(rewind.insertions()).hasValue(3);

        List<McpServerStatus> servers = answered(
                session::mcpStatus,
                "{'subtype':'mcp_status'}",
                "{'mcpServers':[{'name':'gh','status':'connected','serverInfo':{'name':'GH','version':'1'},"
                        + "'tools':[{'name':'t','annotations':{}}]},{'name':'x','status':'failed','error':'gone'}]}");
        assertThat(servers).extracting(McpServerStatus::isConnected).containsExactly(true, false);
        assertThat(servers.get(0).serverVersion()).contains("1");
        assertThat(servers.get(0).tools().get(0).name()).isEqualTo("t");
        assertThat(servers.get(1).error()).contains("gone");

        // qwen's form
        assertThat(answered(
                        session::mcpStatus,
                        "{'subtype':'mcp_status'}",
                        "{'subtype':'mcp_server_status','status':{'calc':'connected','x':7}}"))
                .singleElement()
                .satisfies(server -> {
                    assertThat(server.name()).isEqualTo("calc");
                    assertThat(server.isConnected()).isTrue();
                });

        ContextUsage usage = answered(
                session::contextUsage,
                "{'subtype':'get_context_usage'}",
                "{'categories':[{'name':'System prompt','tokens':100,'color':'x','kind':'used'}],'totalTokens':2177,"
                        + "'maxTokens':1000000,'rawMaxTokens':1000000,'percentage':0.2,'model':'m',"
                        + "'isAutoCompactEnabled':true,'memoryFiles':[{'path':'/a','tokens':5}]}");
        assertThat(usage.categories().get(0).tokens()).isEqualTo(100);
        assertThat(usage.percentage()).isEqualTo(0.2);
        assertThat(usage.memoryFiles().get(0).name()).isEqualTo("/a");

        assertThat(answered(
                        () -> session.sideQuestion("why?"),
                        "{'subtype':'side_question','question':'why?'}",
                        "{'response':'because','synthetic':false}"))
                .contains("because");
        assertThat(answered(
                        () -> session.generateSessionTitle("d", false),
                        "{'subtype':'generate_session_title','description':'d','persist':false}",
                        "{'title':null}"))
                .isEmpty();
    }

    @Test
    void aTimeOutOfOneRequestIsItsOwnAndTakesTheRequestBack() {
        long start = System.nanoTime();
        assertThatThrownBy(() -> session.request(ControlRequests.mcpStatus().withTimeout(Duration.ofMillis(150))))
                .isInstanceOf(ControlTimeoutException.class)
                .hasMessageStartingWith("Control request timeout: mcp_status");
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isGreaterThanOrEqualTo(Duration.ofMillis(150))
                .is(under(Duration.ofSeconds(5)));

        JsonNode request = wire.sent();
        JsonNode cancel = wire.sent();
        assertThat(cancel.path("type").asText()).isEqualTo("control_cancel_request");
        assertThat(cancel.path("request_id")).isEqualTo(request.path("request_id"));
    }

    @Test
    void anInterruptedThreadTakesItsRequestBack() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                session.mcpStatus();
            } catch (AgentException e) {
                thrown.set(e);
            }
        });
        caller.start();
        JsonNode request = wire.sent();
        caller.interrupt();
        caller.join(5000);

        assertThat(thrown.get()).isInstanceOf(AgentInterruptedException.class);
        assertThat(wire.sent().path("request_id")).isEqualTo(request.path("request_id"));
    }

    @Test
    void aFutureCompletesOnAThreadThatMayAskAgain() throws Exception {
        CompletableFuture<Answered> asked = session.requestAsync(ControlRequests.sideQuestion("one"))
                .thenApply(first -> {
                    // The reading thread would wait for itself here.
                    session.setModel("other");
                    return new Answered(first.orElse(""), Thread.currentThread().getName());
                });
        JsonNode first = wire.sent();
        wire.answer(first, "{'response':'yes'}");
        JsonNode second = wire.sent();
        assertThat(second.path("request").path("subtype").asText()).isEqualTo("set_model");
        wire.answer(second, "{}");

        Answered got = asked.get(5, TimeUnit.SECONDS);
        assertThat(got.text()).isEqualTo("yes");
        assertThat(got.thread()).startsWith("agent-sdk-callback-");
    }

    private record Answered(String text, String thread) {}

    @Test
    void aCancelledFutureTakesItsRequestBack() {
        CompletableFuture<List<McpServerStatus>> future = session.requestAsync(ControlRequests.mcpStatus());
        JsonNode request = wire.sent();
        assertThat(future.cancel(true)).isTrue();

        JsonNode cancel = wire.sent();
        assertThat(cancel.path("type").asText()).isEqualTo("control_cancel_request");
        assertThat(cancel.path("request_id")).isEqualTo(request.path("request_id"));
        wire.answer(request, "{}");
        CompletableFuture<?> next = session.requestAsync(ControlRequests.mcpStatus());
        wire.answer(wire.sent(), "{}");
        assertThat(next).succeedsWithin(Wire.PATIENCE);
        assertThat(session.statistics().strayAnswers()).isEqualTo(1);
    }

    @Test
    void aFutureTimesOutByItself() {
        CompletableFuture<List<McpServerStatus>> future =
                session.requestAsync(ControlRequests.mcpStatus().withTimeout(Duration.ofMillis(100)));
        assertThatThrownBy(() -> future.get(5, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(ControlTimeoutException.class);
    }

    @Test
    void closeFailsFuturesAndTheirDependentsRun() throws Exception {
        CountDownLatch ran = new CountDownLatch(1);
        CompletableFuture<List<McpServerStatus>> future = session.requestAsync(ControlRequests.mcpStatus());
        CompletableFuture<?> dependent = future.whenComplete((value, error) -> ran.countDown());
        wire.sent();
        session.close();

        assertThatThrownBy(() -> future.get(5, TimeUnit.SECONDS)).hasCauseInstanceOf(TransportClosedException.class);
        assertThat(ran.await(5, TimeUnit.SECONDS)).isTrue();
        // It completes after its action has run, so it is waited for.
        assertThatThrownBy(() -> dependent.get(5, TimeUnit.SECONDS)).hasCauseInstanceOf(TransportClosedException.class);
        assertThatThrownBy(
                        () -> session.requestAsync(ControlRequests.mcpStatus()).get(5, TimeUnit.SECONDS))
                .as("after the close")
                .hasCauseInstanceOf(TransportClosedException.class);
    }

    @Test
    void aRequestThatIsNoJsonLeavesNothingWaiting() {
        ControlRequest<?> broken = ControlRequest.of("x", Map.of("field", new Object()));
        assertThatThrownBy(() -> session.request(broken)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> session.requestAsync(broken).get(5, TimeUnit.SECONDS))
                .hasCauseInstanceOf(AgentException.class);
        assertThat(transport.sent()).hasSize(1);
    }

    @Test
    void aRequestShowsNoContent() {
        assertThat(ControlRequests.sideQuestion("secret")).asString().doesNotContain("secret");
        assertThatThrownBy(() -> ControlRequests.stopTask(" ")).isInstanceOf(IllegalArgumentException.class);
    }
}
