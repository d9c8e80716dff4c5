package dev.agentsdk.testing;

import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.AgentLaunches;
import dev.agentsdk.AgentSession;
import dev.agentsdk.control.McpServersChange;
import dev.agentsdk.errors.CallbackException;
import dev.agentsdk.errors.ControlException;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.schema.Description;
import dev.agentsdk.schema.JsonSchema;
import dev.agentsdk.spi.CliArgument;
import dev.agentsdk.tool.McpPeer;
import dev.agentsdk.tool.McpServer;
import dev.agentsdk.tool.McpServerSession;
import dev.agentsdk.tool.Tool;
import dev.agentsdk.tool.ToolAnnotations;
import dev.agentsdk.tool.ToolContent;
import dev.agentsdk.tool.ToolContext;
import dev.agentsdk.tool.ToolResult;
import dev.agentsdk.tool.ToolServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tools of this process, through the tunnel of the control protocol. */
@Timeout(30)
class ToolsTest {

    record Add(@Description("the first summand") int a, int b) {}

    record Nothing() {}

    private static final Tool ADD = Tool.of(
            "add",
            "Adds two numbers.",
            Add.class,
            (arguments, context) -> ToolResult.text(String.valueOf(arguments.a() + arguments.b())));

    private final InMemoryTransport transport = new InMemoryTransport();
    private final Wire wire = new Wire(transport);
    private final BlockingQueue<CallbackException> errors = new ArrayBlockingQueue<>(10);

    private AgentOptions.Builder options() {
        return AgentOptions.builder().callbackErrorListener(errors::add);
    }

    private AgentSession serving(Tool... tools) {
        return Wire.open(transport, options().toolServer(ToolServer.of("calc", tools)));
    }

    private String send(String message) {
        return wire.ask("mcp_message", "{'server_name':'calc','message':" + message + "}");
    }

    /** Sends a message and takes the JSON-RPC response. */
    private JsonNode rpc(String message) {
        return wire.successOf(send(message)).path("mcp_response");
    }

    private static String call(int id, String tool, String arguments) {
        return "{'jsonrpc':'2.0','id':" + id + ",'method':'tools/call','params':{'name':'" + tool + "','arguments':"
                + arguments + ",'_meta':{'claudecode/toolUseId':'toolu_1'}}}";
    }

    @Test
    void theAgentShakesHandsListsAndCalls() {
        AtomicReference<ToolContext> seen = new AtomicReference<>();
        Tool add = Tool.of("add", "Adds two numbers.", Add.class, (arguments, context) -> {
                    seen.set(context);
                    return ToolResult.text(String.valueOf(arguments.a() + arguments.b()));
                })
                .withAnnotations(ToolAnnotations.readOnlyTool().withTitle("Add"))
                .withMaxResultSizeChars(90_000)
                .alwaysLoaded();
        try (AgentSession session = Wire.open(
                transport,
                options()
                        .toolServer(
                                ToolServer.of("calc", add).withVersion("2.0").withInstructions("Use it for sums.")))) {
            assertThat(rpc("{'jsonrpc':'2.0','id':0,'method':'initialize','params':{'protocolVersion':'2025-11-25'}}"))
                    .isEqualTo(Wire.json("{'jsonrpc':'2.0','id':0,'result':{'protocolVersion':'2025-11-25',"
                            + "'capabilities':{'tools':{'listChanged':true}},'serverInfo':{'name':'calc','version':'2.0'},"
                            + "'instructions':'Use it for sums.'}}"));
            assertThat(rpc("{'jsonrpc':'2.0','method':'notifications/initialized'}"))
                    .as("a notification is acknowledged")
                    .isEqualTo(Wire.json("{'jsonrpc':'2.0','result':{}}"));
            assertThat(rpc("{'jsonrpc':'2.0','id':'one','method':'tools/list'}"))
                    .isEqualTo(Wire.json("{'jsonrpc':'2.0','id':'one','result':{'tools':[{'name':'add',"
                            + "'description':'Adds two numbers.','inputSchema':{'type':'object','properties':{"
                            + "'a':{'type':'integer','description':'the first summand'},'b':{'type':'integer'}},"
                            + "'required':['a','b'],'additionalProperties':false},"
                            + "'annotations':{'title':'Add','readOnlyHint':true,'destructiveHint':false,"
                            + "'idempotentHint':true},"
                            + "'_meta':{'anthropic/maxResultSizeChars':90000,'anthropic/alwaysLoad':true}}]}}"));
            assertThat(rpc(call(2, "add", "{'a':1,'b':2}")))
                    .isEqualTo(Wire.json("{'jsonrpc':'2.0','id':2,'result':{'content':[{'type':'text','text':'3'}],"
                            + "'isError':false}}"));
            assertThat(seen.get().toolUseId()).contains("toolu_1");
            assertThat(seen.get().toolName()).isEqualTo("add");
            assertThat(rpc("{'jsonrpc':'2.0','id':3,'method':'ping'}"))
                    .isEqualTo(Wire.json("{'jsonrpc':'2.0','id':3,'result':{}}"));
            assertThat(rpc("{'jsonrpc':'2.0','id':4,'method':'resources/list'}")
                            .path("error")
                            .path("code")
                            .asInt())
                    .isEqualTo(-32601);
            assertThat(session.statistics().callbackErrors()).isZero();
        }
    }

    @Test
    void badArgumentsAndUnknownToolsAreResultsThatTellTheModelWhatIsWrong() {
        AtomicInteger called = new AtomicInteger();
        Tool byHand = Tool.withSchema(
                "by_hand",
                "",
                JsonSchema.of(
                        "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}},\"required\":[\"n\"]}"),
                (arguments, context) -> {
                    called.incrementAndGet();
                    return ToolResult.json(arguments);
                });
        try (AgentSession session = serving(ADD, byHand)) {
            JsonNode result = rpc(call(1, "add", "{'a':'x','c':1}")).path("result");
            assertThat(result.path("isError").asBoolean()).isTrue();
            assertThat(result.path("content").path(0).path("text").asText())
                    .startsWith("Invalid arguments for the tool add: ")
                    .contains("a must be an integer, not a string", "b is missing", "c is not known; known are [a, b]");
            assertThat(rpc(call(2, "subtract", "{}"))
                            .path("result")
                            .path("content")
                            .path(0)
                            .path("text")
                            .asText())
                    .isEqualTo("Unknown tool: subtract. The server calc has no tool of this name, or it was removed.");
            assertThat(rpc(call(3, "by_hand", "{'n':'x'}"))
                            .path("result")
                            .path("isError")
                            .asBoolean())
                    .isTrue();
            assertThat(called).hasValue(0);
            assertThat(rpc(call(4, "by_hand", "{'n':7,'more':true}"))
                            .path("result")
                            .path("content")
                            .path(0)
                            .path("text")
                            .asText())
                    .isEqualTo("{\"n\":7,\"more\":true}");
            assertThat(rpc("{'jsonrpc':'2.0','id':5,'method':'tools/call','params':{}}")
                            .path("error")
                            .path("code")
                            .asInt())
                    .isEqualTo(-32602);
            assertThat(session.statistics().callbackErrors())
                    .as("the model's mistakes are not the application's")
                    .isZero();
        }
    }

    @Test
    void aToolThatFailsIsAnErrorResultAndIsReported() throws Exception {
        Tool throwing = Tool.of("throw", "", Nothing.class, (arguments, context) -> {
            throw new IllegalStateException("the disk is full");
        });
        Tool nothing = Tool.of("null", "", Nothing.class, (arguments, context) -> null);
        Tool unwritable = Tool.of(
                "unwritable",
                "",
                Nothing.class,
                (arguments, context) -> ToolResult.of(new ToolContent.Raw(Map.of("type", "x", "value", new Object()))));
        Tool later = Tool.async(
                "later",
                "",
                Nothing.class,
                (arguments, context) -> CompletableFuture.failedFuture(new AssertionError("late")));
        Tool own = Tool.of("own", "", Nothing.class, (arguments, context) -> ToolResult.error("no such row"));
        try (AgentSession session = serving(throwing, nothing, unwritable, later, own)) {
            for (String tool : List.of("throw", "null", "unwritable", "later")) {
                JsonNode result = rpc(call(1, tool, "{}")).path("result");
                assertThat(result.path("isError").asBoolean()).as(tool).isTrue();
                CallbackException heard = errors.poll(5, TimeUnit.SECONDS);
                assertThat(heard.kind()).isEqualTo(CallbackException.Kind.TOOL);
                assertThat(heard.callback()).isEqualTo("calc/" + tool);
                if (tool.equals("throw")) {
                    assertThat(result.path("content").path(0).path("text").asText())
                            .isEqualTo("the disk is full");
                }
            }
            assertThat(rpc(call(2, "own", "{}")).path("result"))
                    .isEqualTo(Wire.json("{'content':[{'type':'text','text':'no such row'}],'isError':true}"));
            assertThat(session.statistics().callbackErrors()).isEqualTo(4);
        }
    }

    @Test
    void resultsCanHoldPicturesSoundResourcesAndStructure() {
        Tool all = Tool.of(
                "all",
                "",
                Nothing.class,
                (arguments, context) -> ToolResult.of(
                                new ToolContent.Text("t"),
                                ToolContent.Image.of(new byte[] {1, 2, 3}, "image/png"),
                                new ToolContent.Audio("AA==", "audio/wav"),
                                ToolContent.Resource.text("file:///a", "hello"),
                                ToolContent.Resource.binary(
                                        "file:///b", "application/pdf", "pdf".getBytes(StandardCharsets.US_ASCII)),
                                new ToolContent.ResourceLink("file:///c", "c", Optional.of("see"), Optional.empty()))
                        .withStructured(RawJson.of("{\"n\":1}")));
        try (AgentSession session = serving(all)) {
            assertThat(rpc(call(1, "all", "{}")).path("result"))
                    .isEqualTo(Wire.json("{'content':[{'type':'text','text':'t'},"
                            + "{'type':'image','data':'AQID','mimeType':'image/png'},"
                            + "{'type':'audio','data':'AA==','mimeType':'audio/wav'},"
                            + "{'type':'resource','resource':{'uri':'file:///a','mimeType':'text/plain','text':'hello'}},"
                            + "{'type':'resource','resource':{'uri':'file:///b','mimeType':'application/pdf',"
                            + "'blob':'cGRm'}},"
                            + "{'type':'resource_link','uri':'file:///c','name':'c','description':'see'}],"
                            + "'isError':false,'structuredContent':{'n':1}}"));
            assertThat(session.exitReport()).isEmpty();
        }
    }

    @Test
    void callsRunAtTheSameTime() throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        Tool meet = Tool.of("meet", "", Nothing.class, (arguments, context) -> {
            both.await(5, TimeUnit.SECONDS);
            return ToolResult.text("met");
        });
        try (AgentSession session = serving(meet)) {
            send(call(1, "meet", "{}"));
            send(call(2, "meet", "{}"));
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                texts.add(wire.sent()
                        .at("/response/response/mcp_response/result/content/0/text")
                        .asText());
            }
            assertThat(texts).containsExactly("met", "met");
            assertThat(session.statistics().callbackErrors()).isZero();
        }
    }

    private static final class Hanging {
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch interrupted = new CountDownLatch(1);
        final CountDownLatch told = new CountDownLatch(1);
        final Tool tool = named("hang");

        Tool named(String name) {
            return Tool.of(name, "", Nothing.class, (arguments, context) -> hang(context));
        }

        private ToolResult hang(ToolContext context) throws InterruptedException {
            context.cancellation().onCancel(told::countDown);
            entered.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
            return ToolResult.text("cannot come here");
        }

        void awaitEntered() throws InterruptedException {
            assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();
        }

        void awaitCancelled() throws InterruptedException {
            assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(told.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aCancelNotificationEndsTheCallWithAnError() throws Exception {
        Hanging hanging = new Hanging();
        try (AgentSession session = serving(hanging.tool)) {
            String id = send(call(7, "hang", "{}"));
            hanging.awaitEntered();
            String cancel = send("{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':7}}");
            hanging.awaitCancelled();

            List<JsonNode> answers = List.of(wire.sent(), wire.sent());
            assertThat(answers)
                    .extracting(answer -> answer.at("/response/request_id").asText())
                    .containsExactlyInAnyOrder(id, cancel);
            assertThat(answers)
                    .anyMatch(answer -> answer.at("/response/response/mcp_response/error/code")
                                    .asInt()
                            == -32800);
            assertThat(session.statistics().callbackErrors()).isZero();
        }
    }

    @Test
    void aRequestTakenBackCancelsTheCallWithoutAnAnswer() throws Exception {
        Hanging hanging = new Hanging();
        try (AgentSession session = serving(hanging.tool, ADD)) {
            String id = send(call(7, "hang", "{}"));
            hanging.awaitEntered();
            wire.cancel(id);
            hanging.awaitCancelled();
            assertThat(rpc(call(7, "add", "{'a':1,'b':1}"))
                            .at("/result/content/0/text")
                            .asText())
                    .as("its id is free again, and no answer came in between")
                    .isEqualTo("2");
            assertThat(session.statistics().callbackErrors()).isZero();
        }
    }

    /** claude 2.1 connects anew with each server when it is given other servers, and counts its ids from the beginning. */
    @Test
    void aSecondHandshakeBeginsAConnectionBesideTheOldOne() throws Exception {
        Hanging hanging = new Hanging();
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        Tool slow = Tool.of("slow", "", Nothing.class, (arguments, context) -> {
            entered.countDown();
            finish.await();
            return ToolResult.text("finished");
        });
        String initialize = "{'jsonrpc':'2.0','id':0,'method':'initialize','params':{}}";
        try (AgentSession session = serving(hanging.tool, slow, ADD)) {
            rpc(initialize);
            String running = send(call(1, "slow", "{}"));
            assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();
            String hung = send(call(2, "hang", "{}"));
            hanging.awaitEntered();

            assertThat(rpc(initialize).has("result")).isTrue();
            assertThat(rpc(call(1, "add", "{'a':1,'b':1}"))
                            .at("/result/content/0/text")
                            .asText())
                    .as("the same id on the new connection")
                    .isEqualTo("2");
            finish.countDown();
            JsonNode answer = wire.sent();
            assertThat(answer.at("/response/request_id").asText()).isEqualTo(running);
            assertThat(answer.at("/response/response/mcp_response/result/content/0/text")
                            .asText())
                    .isEqualTo("finished");

            transport.emit("{\"type\":\"control_cancel_request\",\"request_id\":\"" + hung + "\"}");
            hanging.awaitCancelled();
            assertThat(session.statistics().callbackErrors()).isZero();
        }
    }

    private static String cancelled(int id) {
        return "{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':" + id + "}}";
    }

    /** As claude 2.1 cancels on an interrupt: with the id that the call has on its own connection. */
    @Test
    void aCancelNotificationReachesTheConnectionOfItsCall() throws Exception {
        Hanging hanging = new Hanging();
        String initialize = "{'jsonrpc':'2.0','id':0,'method':'initialize','params':{}}";
        try (AgentSession session = serving(hanging.tool, ADD)) {
            rpc(initialize);
            String call = send(call(2, "hang", "{}"));
            hanging.awaitEntered();
            rpc(initialize);

            String cancel = send(cancelled(2));

            hanging.awaitCancelled();
            List<JsonNode> answers = List.of(wire.sent(), wire.sent());
            assertThat(answers)
                    .extracting(answer -> answer.at("/response/request_id").asText())
                    .containsExactlyInAnyOrder(call, cancel);
            assertThat(rpc(call(2, "add", "{'a':1,'b':1}"))
                            .at("/result/content/0/text")
                            .asText())
                    .isEqualTo("2");
            assertThat(session.statistics().callbackErrors()).isZero();
        }
    }

    /** An agent that cancels all its calls sends a notification for each; one that a time limit strikes is the oldest. */
    @Test
    void ofCallsWithOneIdTheOldestIsCancelledFirst() throws Exception {
        Hanging old = new Hanging();
        Hanging young = new Hanging();
        String initialize = "{'jsonrpc':'2.0','id':0,'method':'initialize','params':{}}";
        try (AgentSession session = serving(old.tool, young.named("second"))) {
            rpc(initialize);
            send(call(2, "hang", "{}"));
            old.awaitEntered();
            rpc(initialize);
            send(call(2, "second", "{}"));
            young.awaitEntered();

            send(cancelled(2));
            old.awaitCancelled();
            assertThat(young.interrupted.getCount()).isOne();
            send(cancelled(2));
            young.awaitCancelled();
            assertThat(session.statistics().callbackErrors()).isZero();
        }
    }

    /** MCP has servers not answer a request that was cancelled, but the agent's control request needs an answer. */
    @Test
    void aCancelledCallIsAnsweredAlsoIfTheServerDoesNotAnswer() throws Exception {
        BlockingQueue<String> heard = new ArrayBlockingQueue<>(10);
        McpServer silent = peer -> new McpServerSession() {
            @Override
            public CompletionStage<Optional<RawJson>> handle(RawJson message) {
                String method = message.tree().path("method").asText();
                heard.add(method);
                return method.equals("tools/call")
                        ? new CompletableFuture<>()
                        : CompletableFuture.completedFuture(Optional.of(RawJson.of("{}")));
            }

            @Override
            public void close() {
                heard.add("close");
            }
        };
        try (AgentSession session = Wire.open(transport, options().toolServer("calc", silent))) {
            String initialize = "{'jsonrpc':'2.0','id':0,'method':'initialize','params':{}}";
            rpc(initialize);
            String call = send(call(2, "x", "{}"));
            rpc(initialize);
            String cancel = send(cancelled(2));

            List<JsonNode> answers = List.of(wire.sent(), wire.sent());
            assertThat(answers)
                    .extracting(answer -> answer.at("/response/request_id").asText())
                    .containsExactlyInAnyOrder(call, cancel);
            assertThat(answers)
                    .filteredOn(
                            answer -> answer.at("/response/request_id").asText().equals(call))
                    .extracting(answer -> answer.at("/response/response/mcp_response/error/code")
                            .asInt())
                    .containsExactly(-32800);
            for (String expected :
                    List.of("initialize", "tools/call", "initialize", "notifications/cancelled", "close")) {
                assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(expected);
            }
            assertThat(rpc(cancelled(2)).has("result")).as("of no call").isTrue();
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("notifications/cancelled");
            assertThat(session.statistics().callbackErrors()).isZero();
        }
    }

    @Test
    void theEndOfTheSessionCancelsCallsOfAnOldConnection() throws Exception {
        Hanging hanging = new Hanging();
        String initialize = "{'jsonrpc':'2.0','id':0,'method':'initialize','params':{}}";
        AgentSession session = serving(hanging.tool);
        rpc(initialize);
        send(call(1, "hang", "{}"));
        hanging.awaitEntered();
        assertThat(rpc(initialize).has("result")).isTrue();

        session.close();

        hanging.awaitCancelled();
    }

    @Test
    void aSecondHandshakeClosesTheServerOfSomebodyElse() throws Exception {
        Foreign foreign = new Foreign();
        String initialize = "{'jsonrpc':'2.0','id':0,'method':'initialize'}";
        try (AgentSession session = Wire.open(transport, options().toolServer("calc", foreign))) {
            assertThat(rpc(initialize).has("error")).as("not yet").isTrue();
            assertThat(rpc(initialize).has("result")).isTrue();
            assertThat(foreign.closed.getCount()).isOne();

            assertThat(rpc(initialize).has("result")).isTrue();
            assertThat(foreign.closed.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(foreign.opened).hasValue(3);
            assertThat(session.exitReport()).isEmpty();
        }
    }

    @Test
    void closeCancelsCallsAndDoesNotWaitForThem() throws Exception {
        Hanging hanging = new Hanging();
        AgentSession session = serving(hanging.tool);
        send(call(1, "hang", "{}"));
        hanging.awaitEntered();
        long start = System.nanoTime();
        session.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).is(under(Duration.ofSeconds(2)));
        hanging.awaitCancelled();
    }

    @Test
    void aCancellationIsNotHeldUpByAnApplicationsOnlyThread() throws Exception {
        ExecutorService one = Executors.newSingleThreadExecutor();
        Hanging hanging = new Hanging();
        try (AgentSession session =
                Wire.open(transport, options().callbackExecutor(one).toolServer(ToolServer.of("calc", hanging.tool)))) {
            send(call(7, "hang", "{}"));
            hanging.awaitEntered();
            send("{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':7}}");
            hanging.awaitCancelled();
            one.shutdown();
            assertThat(one.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
            wire.sent();
            wire.sent();
            assertThat(rpc(call(8, "hang", "{}")).at("/result/isError").asBoolean())
                    .as("refused by the executor")
                    .isTrue();
            assertThat(session.statistics().callbackErrors()).isEqualTo(1);
        } finally {
            one.shutdownNow();
        }
    }

    @Test
    void anIdUnderWayIsRefusedAndIdsOfTwoTypesAreTwo() throws Exception {
        Hanging hanging = new Hanging();
        try (AgentSession session = serving(hanging.tool, ADD)) {
            send(call(1, "hang", "{}"));
            hanging.awaitEntered();
            assertThat(rpc(call(1, "add", "{'a':1,'b':1}")).at("/error/code").asInt())
                    .isEqualTo(-32603);
            assertThat(rpc("{'jsonrpc':'2.0','id':'1','method':'ping'}").has("result"))
                    .isTrue();
            assertThat(session.exitReport()).isEmpty();
        }
    }

    @Test
    void whatIsMalformedOrForAnUnknownServerIsAnswered() {
        try (AgentSession session = serving(ADD)) {
            String unknown = wire.ask(
                    "mcp_message", "{'server_name':'other','message':{'jsonrpc':'2.0','id':1,'method':'ping'}}");
            assertThat(wire.successOf(unknown).at("/mcp_response/error/code").asInt())
                    .isEqualTo(-32601);
            assertThat(wire.errorOf(wire.ask("mcp_message", "{'server_name':'calc'}")))
                    .contains("message");
            assertThat(wire.errorOf(wire.ask("mcp_message", "{'message':{}}"))).contains("server_name");
            assertThat(rpc("{}")).isEqualTo(Wire.json("{'jsonrpc':'2.0','result':{}}"));
            assertThat(rpc("{'jsonrpc':'2.0','id':1,'result':{}}"))
                    .as("a response is acknowledged")
                    .isEqualTo(Wire.json("{'jsonrpc':'2.0','result':{}}"));
            assertThat(session.statistics().callbackErrors()).isZero();
        }
    }

    @Test
    void declarationsThatCannotWorkAreRefusedAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tool.of("a b", "", Add.class, (a, c) -> ToolResult.text("")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tool.withSchema("x", "", JsonSchema.of("{}"), (a, c) -> ToolResult.text("")));
        assertThatIllegalArgumentException().isThrownBy(() -> ToolServer.of("calc", ADD, ADD));
        assertThatIllegalArgumentException().isThrownBy(() -> ToolServer.of("a/b"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options().toolServer(ToolServer.of("a")).toolServer(ToolServer.of("a")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ToolContent.Resource("u", Optional.empty(), Optional.empty(), Optional.empty()));
    }

    @Test
    void theOptionsSayWhatTheCommandLineNeeds() {
        AgentOptions options = options()
                .toolServer(ToolServer.of("calc", ADD).withConfig("timeout", 5000))
                .build();
        assertThat(mcpConfig(options))
                .contains("{\"mcpServers\":{\"calc\":{\"timeout\":5000,\"type\":\"sdk\",\"name\":\"calc\"}}}");
        assertThat(options.toBuilder().build().toolServers()).containsOnlyKeys("calc");
        assertThat(mcpConfig(AgentOptions.defaults())).isEmpty();
    }

    private static Optional<String> mcpConfig(AgentOptions options) {
        return AgentLaunches.of(options).arguments().stream()
                .filter(argument -> argument.flag().equals("mcp-config"))
                .findFirst()
                .flatMap(CliArgument::value);
    }

    /** A server of somebody else, behind the port. */
    private static final class Foreign implements McpServer {
        final AtomicInteger opened = new AtomicInteger();
        final AtomicReference<McpPeer> peer = new AtomicReference<>();
        final List<String> heard = new CopyOnWriteArrayList<>();
        final BlockingQueue<String> responses = new ArrayBlockingQueue<>(10);
        final CountDownLatch closed = new CountDownLatch(1);

        /** The next response to a request of this server. */
        JsonNode next() throws InterruptedException {
            String response = responses.poll(20, TimeUnit.SECONDS);
            assertThat(response).isNotNull();
            return Wire.json(response);
        }

        @Override
        public McpServerSession open(McpPeer toPeer) {
            if (opened.incrementAndGet() == 1) {
                throw new IllegalStateException("not yet");
            }
            peer.set(toPeer);
            return new McpServerSession() {
                @Override
                public CompletionStage<Optional<RawJson>> handle(RawJson message) {
                    heard.add(message.text());
                    String method = message.tree().path("method").asText();
                    if (method.isEmpty()) {
                        responses.add(message.text());
                    }
                    if (method.equals("fail")) {
                        throw new IllegalStateException("broken");
                    }
                    if (method.equals("empty")) {
                        return CompletableFuture.completedFuture(Optional.empty());
                    }
                    return CompletableFuture.completedFuture(
                            message.tree().has("id") && !method.isEmpty()
                                    ? Optional.of(RawJson.of("{\"jsonrpc\":\"2.0\",\"id\":"
                                            + message.tree().get("id") + ",\"result\":{\"method\":\"" + method
                                            + "\"}}"))
                                    : Optional.empty());
                }

                @Override
                public void close() {
                    closed.countDown();
                }
            };
        }
    }

    @Test
    void anyServerCanStandBehindThePort() throws Exception {
        Foreign foreign = new Foreign();
        try (AgentSession session = Wire.open(transport, options().toolServer("calc", foreign))) {
            String initialize = "{'jsonrpc':'2.0','id':0,'method':'initialize'}";
            assertThat(rpc(initialize).at("/error/message").asText()).contains("not yet");
            assertThat(rpc("{'jsonrpc':'2.0','id':1,'method':'tools/list'}")
                            .at("/error/message")
                            .asText())
                    .as("stays closed")
                    .contains("not yet");
            assertThat(foreign.opened).hasValue(1);
            assertThat(rpc(initialize).at("/result/method").asText()).isEqualTo("initialize");
            assertThat(rpc("{'jsonrpc':'2.0','id':2,'method':'prompts/list'}")
                            .at("/result/method")
                            .asText())
                    .isEqualTo("prompts/list");
            assertThat(rpc("{'jsonrpc':'2.0','id':3,'method':'fail'}")
                            .at("/error/code")
                            .asInt())
                    .isEqualTo(-32603);
            assertThat(rpc("{'jsonrpc':'2.0','id':4,'method':'empty'}")
                            .at("/error/code")
                            .asInt())
                    .isEqualTo(-32603);

            assertThat(session.statistics().callbackErrors()).isEqualTo(2);
        }
        assertThat(foreign.closed.await(5, TimeUnit.SECONDS)).isTrue();
    }

    /** A server of another library whose tools give this. */
    private static McpServer giving(String result) {
        return peer -> new McpServerSession() {
            @Override
            public CompletionStage<Optional<RawJson>> handle(RawJson message) {
                return CompletableFuture.completedFuture(Optional.of(RawJson.of("{\"jsonrpc\":\"2.0\",\"id\":"
                        + message.tree().get("id") + ",\"result\":" + result.replace('\'', '"') + "}")));
            }

            @Override
            public void close() {
                // Holds nothing.
            }
        };
    }

    /** The API refuses an empty text, and every later request of the session with it; {@code claude} passes it on. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'content':[{'type':'text','text':'a'},{'type':'text','text':''}]} | {'content':[{'type':'text','text':'a'}]}",
                "{'content':[{'text':'','type':'text'},{'type':'text','text':'a'},{'type':'text','text':' \\n\\u2003'}],'isError':true}"
                        + " | {'content':[{'type':'text','text':'a'}],'isError':true}",
                "{'content':[{'type':'text','text':''},{'type':'text','text':' '}],'structuredContent':{'a':[7]}}"
                        + " | {'content':[],'structuredContent':{'a':[7]}}",
                "{'content':[{'type':'image','text':'','data':'AAAA'},{'type':'text','text':'\u00a0'},{'type':'text','text':'\u00e9'},"
                        + "1,[]]} | {'content':[{'type':'image','text':'','data':'AAAA'},{'type':'text','text':'\u00a0'},"
                        + "{'type':'text','text':'\u00e9'},1,[]]}",
                "{'content':[]} | {'content':[]}",
                "{'content':{'type':'text','text':''},'text':''} | {'content':{'type':'text','text':''},'text':''}",
                "[{'type':'text','text':''}] | [{'type':'text','text':''}]"
            })
    void emptyTextsOfOtherServersDoNotReachTheAgent(String given, String sent) {
        try (AgentSession session = Wire.open(transport, options().toolServer("calc", giving(given)))) {
            assertThat(rpc(call(1, "x", "{}"))).isEqualTo(Wire.json("{'jsonrpc':'2.0','id':1,'result':" + sent + "}"));
            assertThat(rpc("{'jsonrpc':'2.0','id':2,'method':'resources/read'}").path("result"))
                    .as("not the result of a tool")
                    .isEqualTo(Wire.json(given));
            assertThat(session.statistics().callbackErrors()).isZero();
        }
    }

    @Test
    void messagesOfTheServerGoToTheAgentInTheirOrder() throws Exception {
        Foreign foreign = new Foreign();
        try (AgentSession session = Wire.open(transport, options().toolServer("calc", foreign))) {
            connect(foreign);
            for (int i = 0; i < 50; i++) {
                foreign.peer
                        .get()
                        .send(RawJson.of(
                                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progress\":"
                                        + i + "}}"));
            }
            for (int i = 0; i < 50; i++) {
                JsonNode request = wire.sent();
                assertThat(request.path("type").asText()).isEqualTo("control_request");
                assertThat(request.path("request"))
                        .isEqualTo(Wire.json("{'subtype':'mcp_message','server_name':'calc','message':{'jsonrpc':'2.0',"
                                + "'method':'notifications/progress','params':{'progress':" + i + "}}}"));
                wire.answer(request, "{}");
            }

            foreign.peer.get().send(RawJson.of("{\"jsonrpc\":\"2.0\",\"id\":10,\"method\":\"roots/list\"}"));
            JsonNode asked = wire.sent();
            assertThat(asked.at("/request/message/method").asText()).isEqualTo("roots/list");
            wire.answer(asked, "{}");
            foreign.heard.clear();
            rpc("{'jsonrpc':'2.0','id':10,'error':{'code':-32601,'message':'Method not found'}}");
            assertThat(foreign.heard)
                    .as("the refusal is that of the agent")
                    .singleElement()
                    .satisfies(heard -> assertThat(
                                    Wire.json(heard).at("/error/message").asText())
                            .isEqualTo("Method not found"));
            assertThat(session.statistics().callbackErrors()).isOne();
        }
    }

    @Test
    void anAgentThatRefusesMessagesOfServersCostsTheServerItsRequestOnly() throws Exception {
        Foreign foreign = new Foreign();
        try (AgentSession session = Wire.open(transport, options().toolServer("calc", foreign))) {
            connect(foreign);
            foreign.heard.clear();
            foreign.peer.get().send(RawJson.of("{\"jsonrpc\":\"2.0\",\"id\":10,\"method\":\"roots/list\"}"));
            JsonNode asked = wire.sent();
            transport.emit("{\"type\":\"control_response\",\"response\":{\"subtype\":\"error\",\"request_id\":"
                    + asked.path("request_id") + ",\"error\":\"Unknown subtype mcp_message\"}}");
            JsonNode heard = foreign.next();
            assertThat(heard.path("id").asInt()).isEqualTo(10);
            assertThat(heard.at("/error/code").asInt()).isEqualTo(-32601);
            assertThat(heard.at("/error/message").asText()).contains("Unknown subtype mcp_message");
            assertThat(session.exitReport()).isEmpty();
        }
    }

    @Test
    void qwenHasNoWayForMessagesOfServers() throws Exception {
        Foreign foreign = new Foreign();
        try (AgentSession session = Wire.open(
                transport,
                options().dialect(dev.agentsdk.options.CliDialect.QWEN).toolServer("calc", foreign))) {
            connect(foreign);
            foreign.heard.clear();
            foreign.peer.get().send(RawJson.of("{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"ping\"}"));
            foreign.peer.get().send(RawJson.of("{\"jsonrpc\":\"2.0\",\"id\":10,\"method\":\"roots/list\"}"));
            foreign.peer.get().send(RawJson.of("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\"}"));
            assertThat(foreign.next()).isEqualTo(Wire.json("{'jsonrpc':'2.0','id':9,'result':{}}"));
            assertThat(foreign.next().at("/error/code").asInt()).isEqualTo(-32601);
            assertThat(rpc("{'jsonrpc':'2.0','id':5,'method':'ping'}")
                            .at("/result/method")
                            .asText())
                    .as("the next line is this answer, not the notification")
                    .isEqualTo("ping");
            assertThat(session.exitReport()).isEmpty();
        }
    }

    private void connect(Foreign foreign) {
        String initialize = "{'jsonrpc':'2.0','id':0,'method':'initialize'}";
        assertThat(rpc(initialize).at("/error/message").asText()).contains("not yet");
        assertThat(rpc(initialize).at("/result/method").asText()).isEqualTo("initialize");
        assertThat(foreign.opened).hasValue(2);
    }

    @Test
    void serversCanBeSetWhileTheSessionRuns() throws Exception {
        try (AgentSession session = serving(ADD)) {
            assertThatThrownBy(() -> session.setMcpServers(Map.of("calc", ToolServer.of("calc"))))
                    .isInstanceOf(IllegalArgumentException.class);

            CompletableFuture<McpServersChange> change = CompletableFuture.supplyAsync(() ->
                    session.setMcpServers(Map.of("late", ToolServer.of("late", ADD), "gh", Map.of("type", "http"))));
            JsonNode request = wire.sent();
            assertThat(request.path("request").path("servers"))
                    .as("with the server of the options, which is to stay")
                    .isEqualTo(Wire.json("{'calc':{'type':'sdk','name':'calc'},"
                            + "'late':{'type':'sdk','name':'late'},'gh':{'type':'http'}}"));
            String early =
                    wire.ask("mcp_message", "{'server_name':'late','message':" + call(1, "add", "{'a':2,'b':2}") + "}");
            assertThat(wire.successOf(early)
                            .at("/mcp_response/result/content/0/text")
                            .asText())
                    .as("served before the agent has answered")
                    .isEqualTo("4");
            wire.answer(request, "{'added':['late','gh'],'removed':[],'errors':{}}");
            assertThat(change.get(5, TimeUnit.SECONDS).added()).containsExactly("late", "gh");

            CompletableFuture<McpServersChange> refused =
                    CompletableFuture.supplyAsync(() -> session.setMcpServers(Map.of("later", ToolServer.of("later"))));
            JsonNode second = wire.sent();
            transport.emit("{\"type\":\"control_response\",\"response\":{\"subtype\":\"error\",\"request_id\":"
                    + second.path("request_id") + ",\"error\":\"no\"}}");
            assertThatThrownBy(() -> refused.get(5, TimeUnit.SECONDS)).hasCauseInstanceOf(ControlException.class);
            assertThat(pinged("later")).as("taken back").isFalse();
            assertThat(pinged("late")).as("left alone").isTrue();

            CompletableFuture<McpServersChange> none =
                    CompletableFuture.supplyAsync(() -> session.setMcpServers(Map.of()));
            wire.answer(wire.sent(), "{'removed':['late']}");
            none.get(5, TimeUnit.SECONDS);
            assertThat(pinged("late")).isFalse();
            assertThat(pinged("calc")).as("that of the options").isTrue();
        }
    }

    private boolean pinged(String server) {
        String id = wire.ask(
                "mcp_message", "{'server_name':'" + server + "','message':{'jsonrpc':'2.0','id':1,'method':'ping'}}");
        return wire.successOf(id).path("mcp_response").has("result");
    }
}
