package dev.agentsdk.mcp;

import static dev.agentsdk.mcp.Tunnel.call;
import static dev.agentsdk.mcp.Tunnel.json;
import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentsdk.AgentLaunches;
import dev.agentsdk.AgentSession;
import dev.agentsdk.errors.CallbackException;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.spi.CliArgument;
import dev.agentsdk.spi.WarningLimit;
import dev.agentsdk.testsupport.Times;
import io.modelcontextprotocol.server.McpAsyncServer;
import io.modelcontextprotocol.server.McpAsyncServerExchange;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.File;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Servers of the official MCP SDK, as an agent reaches them through the tunnel of the control protocol. */
@Timeout(30)
class AgentTransportProviderTest {

    private final AgentTransportProvider provider = AgentTransportProvider.create();
    private final Tunnel agent = new Tunnel();
    private final BlockingQueue<CallbackException> errors = new ArrayBlockingQueue<>(10);

    private AgentOptions.Builder options() {
        return AgentOptions.builder().toolServer("calc", provider).callbackErrorListener(errors::add);
    }

    @SuppressWarnings("deprecation") // what the MCP SDK 1.x has as well: these tests run with both
    private static Tool tool(String name, String... integers) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        for (String property : new TreeSet<>(List.of(integers))) {
            schema.withObject("properties").putObject(property).put("type", "integer");
            schema.withArray("required").add(property);
        }
        return Tool.builder()
                .name(name)
                .description("The tool " + name)
                .inputSchema(JsonHalf.mapper(), schema.toString())
                .build();
    }

    private static CallToolResult text(Object text) {
        return CallToolResult.builder().addTextContent(String.valueOf(text)).build();
    }

    private McpSyncServer serving(
            boolean immediate, Tool tool, BiFunction<McpSyncServerExchange, CallToolRequest, CallToolResult> handler) {
        return McpServer.sync(provider)
                .serverInfo("calculator", "3.1")
                .instructions("Use it for sums.")
                .capabilities(ServerCapabilities.builder().tools(true).build())
                .immediateExecution(immediate)
                .toolCall(tool, handler)
                .build();
    }

    private McpSyncServer adding(AtomicReference<CallToolRequest> seen) {
        return serving(true, tool("add", "a", "b"), (exchange, request) -> {
            seen.set(request);
            return text((int) request.arguments().get("a")
                    + (int) request.arguments().get("b"));
        });
    }

    /** The build runs these tests, compiled once, with each version that docs/mcp.md names. */
    @Test
    void theMcpSdkHasTheVersionThatTheBuildNames() {
        String version = System.getProperty("agentsdk.mcp.version");
        assumeTrue(version != null, "not run by the build");
        assertThat(McpServer.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .endsWith("mcp-core-" + version + ".jar");
    }

    @Test
    void theAgentShakesHandsListsAndCalls() {
        AtomicReference<CallToolRequest> seen = new AtomicReference<>();
        adding(seen);
        try (AgentSession session = agent.open(options())) {
            assertThat(agent.handshake().at("/request/sdkMcpServers")).isEqualTo(json("['calc']"));
            JsonNode result = agent.rpc("{'jsonrpc':'2.0','id':0,'method':'initialize','params':{"
                            + "'protocolVersion':'2025-06-18','capabilities':{},"
                            + "'clientInfo':{'name':'cli','version':'2.1.0'}}}")
                    .path("result");
            assertThat(result.path("protocolVersion").asText()).isEqualTo("2025-06-18");
            assertThat(result.path("serverInfo")).isEqualTo(json("{'name':'calculator','version':'3.1'}"));
            assertThat(result.path("instructions").asText()).isEqualTo("Use it for sums.");
            agent.rpc("{'jsonrpc':'2.0','method':'notifications/initialized'}");

            JsonNode list = agent.rpc("{'jsonrpc':'2.0','id':'one','method':'tools/list'}");
            assertThat(list.path("id").asText()).isEqualTo("one");
            assertThat(list.at("/result/tools")).hasSize(1);
            assertThat(list.at("/result/tools/0/name").asText()).isEqualTo("add");
            assertThat(list.at("/result/tools/0/inputSchema"))
                    .isEqualTo(json("{'type':'object','properties':{'a':{'type':'integer'},'b':{'type':'integer'}},"
                            + "'required':['a','b']}"));

            JsonNode sum = agent.rpc(call("2", "add", "{'a':1,'b':2}"));
            assertThat(sum.path("id").asInt()).isEqualTo(2);
            assertThat(sum.at("/result/content")).isEqualTo(json("[{'type':'text','text':'3'}]"));
            assertThat(seen.get().meta()).containsEntry("claudecode/toolUseId", "toolu_1");
            assertThat(agent.rpc("{'jsonrpc':'2.0','id':3,'method':'ping'}"))
                    .isEqualTo(json("{'jsonrpc':'2.0','id':3,'result':{}}"));
            assertThat(session.statistics().callbackErrors()).isZero();
        }
    }

    @Test
    void anAgentThatNeverSaysThatItIsInitializedIsServedAllTheSame() {
        adding(new AtomicReference<>());
        try (AgentSession session = agent.open(options())) {
            assertThat(agent.rpc(call("'x'", "add", "{'a':20,'b':3}"))
                            .at("/result/content/0/text")
                            .asText())
                    .isEqualTo("23");
            agent.shakeHands();
            assertThat(agent.rpc(call("1", "add", "{'a':1,'b':1}"))
                            .at("/result/content/0/text")
                            .asText())
                    .isEqualTo("2");
            assertThat(session.exitReport()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatGoesWrongIsToldToTheAgentAndThisProgram(boolean immediate) throws InterruptedException {
        serving(immediate, tool("fail", "n"), (exchange, request) -> {
            throw new IllegalStateException("the disk is full");
        });
        try (AgentSession session = agent.open(options())) {
            agent.shakeHands();
            assertThat(agent.rpc(call("2", "unknown", "{}")).at("/error/code").asInt())
                    .isEqualTo(-32602);
            assertThat(agent.rpc("{'jsonrpc':'2.0','id':3,'method':'resources/list'}")
                            .at("/error/code")
                            .asInt())
                    .isEqualTo(-32601);
            assertThat(session.statistics().callbackErrors())
                    .as("the agent's mistakes are not the application's")
                    .isZero();

            JsonNode failed = agent.rpc(call("4", "fail", "{'n':1}"));
            assertThat(failed.path("id").asInt()).isEqualTo(4);
            assertThat(failed.at("/error/code").asInt()).isEqualTo(-32603);
            assertThat(failed.at("/error/message").asText()).isEqualTo("the disk is full");
            CallbackException heard = errors.poll(5, TimeUnit.SECONDS);
            assertThat(heard.kind()).isEqualTo(CallbackException.Kind.TOOL);
            assertThat(heard.callback()).isEqualTo("calc/fail");
            assertThat(heard).hasMessageContaining("the disk is full");
        }
    }

    @Test
    void argumentsThatDoNotFitAreTheMistakeOfTheAgent() {
        assumeTrue(
                Arrays.stream(Tool.Builder.class.getMethods())
                        .anyMatch(method -> method.getName().equals("icons")),
                "The MCP SDK 1.x does not check arguments");
        adding(new AtomicReference<>());
        try (AgentSession session = agent.open(options())) {
            agent.shakeHands();
            JsonNode misfit = agent.rpc(call("1", "add", "{'a':'x','b':1}")).path("result");
            assertThat(misfit.path("isError").asBoolean()).isTrue();
            assertThat(session.statistics().callbackErrors()).isZero();
        }
    }

    private void assertTheToolFails(String tool, String message) throws InterruptedException {
        try (AgentSession session = agent.open(options())) {
            agent.shakeHands();
            JsonNode error = agent.rpc(call("1", tool, "{}")).path("error");
            assertThat(error.path("code").asInt()).isEqualTo(-32603);
            assertThat(error.path("message").asText()).contains(message);
            CallbackException heard = errors.poll(5, TimeUnit.SECONDS);
            assertThat(heard).isNotNull().hasStackTraceContaining(message);
            assertThat(heard.callback()).isEqualTo("calc/" + tool);
            assertThat(errors).isEmpty();
            assertThat(agent.rpc("{'jsonrpc':'2.0','id':2,'method':'ping'}").has("result"))
                    .isTrue();
            assertThat(session.exitReport()).isEmpty();
        }
        Times.await(() -> "the hook is removed", Duration.ofSeconds(5), () -> !FatalErrors.isInstalled());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aMissingClassIsAnErrorAndNoSilence(boolean immediate) throws InterruptedException {
        serving(immediate, tool("fail"), (exchange, request) -> {
            throw new NoClassDefFoundError("org/example/Missing");
        });
        assertTheToolFails("fail", "org/example/Missing");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anErrorOfTheMachineIsAnErrorAndNoSilence(boolean immediate) throws InterruptedException {
        serving(immediate, tool("fail"), (exchange, request) -> {
            throw new OutOfMemoryError("no more room");
        });
        assertTheToolFails("fail", "no more room");
    }

    @Test
    void anErrorOnAThreadThatTheHandlerHasChosenIsAnErrorAndNoSilence() throws InterruptedException {
        McpAsyncServer server = serving((exchange, request) -> Mono.<CallToolResult>fromCallable(() -> {
                    throw new NoClassDefFoundError("org/example/Missing");
                })
                .subscribeOn(Schedulers.parallel())
                .subscribeOn(Schedulers.boundedElastic()));
        assertTheToolFails("async", "org/example/Missing");
        server.close();
    }

    private McpAsyncServer serving(BiFunction<McpAsyncServerExchange, CallToolRequest, Mono<CallToolResult>> handler) {
        return McpServer.async(provider)
                .capabilities(ServerCapabilities.builder().tools(true).build())
                .toolCall(tool("async"), handler)
                .build();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @SuppressWarnings("NullAway") // what is tried here
    void aHandlerThatReturnsNullHasFailed(boolean immediate) throws InterruptedException {
        serving(immediate, tool("nothing"), (exchange, request) -> null);
        assertTheToolFails("nothing", "The tool returned null.");
    }

    @Test
    void anAsynchronousHandlerWithoutAResultHasFailed() throws InterruptedException {
        McpAsyncServer server = serving((exchange, request) -> Mono.empty());
        assertTheToolFails("async", "The tool returned null.");
        server.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void callsRunAtTheSameTime(boolean immediate) {
        CyclicBarrier all = new CyclicBarrier(3);
        serving(immediate, tool("meet"), (exchange, request) -> {
            try {
                all.await(5, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return text("met");
        });
        try (AgentSession session = agent.open(options())) {
            agent.shakeHands();
            List<String> asked = List.of(
                    agent.send(call("1", "meet", "{}")),
                    agent.send(call("'1'", "meet", "{}")),
                    agent.send(call("2", "meet", "{}")));
            assertThat(asked)
                    .allSatisfy(id -> assertThat(agent.responseTo(id)
                                    .at("/result/content/0/text")
                                    .asText())
                            .isEqualTo("met"));
            assertThat(agent.responseTo(asked.get(0)).path("id")).isEqualTo(json("1"));
            assertThat(agent.responseTo(asked.get(1)).path("id")).isEqualTo(json("'1'"));
            assertThat(session.statistics().callbackErrors()).isZero();
        }
    }

    /** A handler that waits until it is interrupted. */
    private static final class Hanging {
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch interrupted = new CountDownLatch(1);

        CallToolResult call(McpSyncServerExchange exchange, CallToolRequest request) {
            entered.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw new IllegalStateException("interrupted", e);
            }
            return text("cannot come here");
        }

        void awaitEntered() throws InterruptedException {
            assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();
        }

        void awaitInterrupted() throws InterruptedException {
            assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCancelNotificationInterruptsTheCallAndEndsItWithAnError(boolean immediate) throws InterruptedException {
        Hanging hanging = new Hanging();
        serving(immediate, tool("hang"), hanging::call);
        try (AgentSession session = agent.open(options())) {
            agent.shakeHands();
            String called = agent.send(call("7", "hang", "{}"));
            hanging.awaitEntered();
            agent.rpc("{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':'7'}}");
            assertThat(hanging.interrupted.getCount()).as("7 and '7' differ").isOne();
            agent.rpc("{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':7}}");
            hanging.awaitInterrupted();
            assertThat(agent.responseTo(called).at("/error/code").asInt()).isEqualTo(-32800);
            assertThat(agent.rpc("{'jsonrpc':'2.0','id':8,'method':'ping'}")).isNotNull();
            assertThat(session.statistics().callbackErrors())
                    .as("what a cancelled call throws is no failure")
                    .isZero();
        }
    }

    @Test
    void aControlRequestThatIsTakenBackInterruptsTheCall() throws InterruptedException {
        Hanging hanging = new Hanging();
        serving(true, tool("hang"), hanging::call);
        try (AgentSession session = agent.open(options())) {
            agent.shakeHands();
            String called = agent.send(call("7", "hang", "{}"));
            hanging.awaitEntered();
            agent.takeBack(called);
            hanging.awaitInterrupted();
            assertThat(session.exitReport()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theEndOfTheSessionEndsTheServersSessionAndItsCalls(boolean immediate) throws InterruptedException {
        Hanging hanging = new Hanging();
        McpSyncServer server = serving(immediate, tool("hang"), hanging::call);
        AgentSession session = agent.open(options());
        agent.shakeHands();
        agent.send(call("1", "hang", "{}"));
        hanging.awaitEntered();
        assertThat(provider).hasToString("AgentTransportProvider[1 sessions]");

        long start = System.nanoTime();
        session.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).is(under(Duration.ofSeconds(2)));
        hanging.awaitInterrupted();
        awaitNoSessions();
        server.close();
    }

    /** The end of a session is told to the servers without waiting for them. */
    private void awaitNoSessions() throws InterruptedException {
        long start = System.nanoTime();
        while (!provider.toString().equals("AgentTransportProvider[0 sessions]")) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).is(under(Tunnel.PATIENCE));
            Thread.sleep(1);
        }
    }

    @Test
    void oneServerServesManyAgentsAndOutlivesThem() throws InterruptedException {
        adding(new AtomicReference<>());
        Tunnel other = new Tunnel();
        try (AgentSession first = agent.open(options())) {
            agent.shakeHands();
            try (AgentSession second = other.open(options())) {
                other.shakeHands();
                assertThat(provider).hasToString("AgentTransportProvider[2 sessions]");
                assertThat(other.rpc(call("1", "add", "{'a':1,'b':2}"))
                                .at("/result/content/0/text")
                                .asText())
                        .isEqualTo("3");
                assertThat(second.exitReport()).isEmpty();
            }
            assertThat(agent.rpc(call("1", "add", "{'a':3,'b':4}"))
                            .at("/result/content/0/text")
                            .asText())
                    .isEqualTo("7");
            assertThat(first.exitReport()).isEmpty();
        }
        awaitNoSessions();
    }

    @Test
    void aClosedServerAnswersWithAnErrorAndInterruptsItsCalls() throws InterruptedException {
        Hanging hanging = new Hanging();
        McpSyncServer server = serving(true, tool("hang"), hanging::call);
        try (AgentSession session = agent.open(options())) {
            agent.shakeHands();
            String called = agent.send(call("1", "hang", "{}"));
            hanging.awaitEntered();
            server.closeGracefully();
            hanging.awaitInterrupted();
            assertThat(agent.responseTo(called).at("/error/message").asText()).isEqualTo("The MCP server is closed.");
            assertThat(agent.rpc(call("2", "hang", "{}")).at("/error/message").asText())
                    .isEqualTo("The MCP server is closed.");
            assertThat(session.exitReport()).isEmpty();
        }
    }

    @Test
    void messagesOfTheServerReachTheAgentAndRequestsGetItsAnswer() throws InterruptedException {
        BlockingQueue<String> asked = new ArrayBlockingQueue<>(1);
        McpSyncServer server = serving(true, tool("ask"), (exchange, request) -> {
            String pong = "pong " + exchange.ping();
            try {
                exchange.listRoots();
            } catch (RuntimeException e) {
                asked.add(pong + ", " + e.getMessage());
            }
            return text("asked");
        });
        try (AgentSession session = agent.open(options())) {
            agent.rpc("{'jsonrpc':'2.0','id':0,'method':'initialize','params':{'protocolVersion':'2025-11-25',"
                    + "'capabilities':{'roots':{}},'clientInfo':{'name':'cli','version':'2.1.0'}}}");
            agent.rpc("{'jsonrpc':'2.0','method':'notifications/initialized'}");
            server.notifyToolsListChanged();
            assertThat(agent.rpc(call("1", "ask", "{}"))
                            .at("/result/content/0/text")
                            .asText())
                    .isEqualTo("asked");
            assertThat(asked.poll(5, TimeUnit.SECONDS)).isEqualTo("pong {}, Method not found");
            assertThat(agent.fromServer()).containsExactly("notifications/tools/list_changed", "ping", "roots/list");
            assertThat(session.exitReport()).isEmpty();
        }
    }

    @Test
    void configurationGoesToTheAgent() {
        adding(new AtomicReference<>());
        AgentOptions options = AgentOptions.builder()
                .toolServer("calc", provider.withConfig(Map.of("alwaysLoad", true)))
                .build();
        assertThat(AgentLaunches.of(options).arguments())
                .filteredOn(argument -> argument.flag().equals("mcp-config"))
                .singleElement()
                .extracting(CliArgument::value)
                .isEqualTo(Optional.of(
                        "{\"mcpServers\":{\"calc\":{\"alwaysLoad\":true,\"type\":\"sdk\",\"name\":\"calc\"}}}"));
    }

    @Test
    void aProviderWithoutAServerSaysSo() throws InterruptedException {
        try (AgentSession session = agent.open(options())) {
            assertThat(agent.rpc("{'jsonrpc':'2.0','id':1,'method':'tools/list'}")
                            .at("/error/message")
                            .asText())
                    .contains("No server was built with this provider");
            assertThat(errors.poll(5, TimeUnit.SECONDS).kind()).isEqualTo(CallbackException.Kind.TOOL_SERVER);
            assertThat(session.exitReport()).isEmpty();
        }
        adding(new AtomicReference<>());
        assertThatIllegalStateException()
                .isThrownBy(() -> adding(new AtomicReference<>()))
                .withMessageContaining("another server");
    }

    /** With the classes of this test, but for the JSON half of the MCP SDK. */
    @Test
    void withoutAJsonHalfAProviderSaysWhatIsMissing() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!entry.contains("mcp-json-jackson")) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
            thread.setContextClassLoader(loader);
            Method create =
                    loader.loadClass(AgentTransportProvider.class.getName()).getMethod("create");
            assertThatThrownBy(() -> create.invoke(null))
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("mcp-json-jackson2")
                    .hasMessageContaining("mcp-json-jackson3");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void messagesThatAreNoneAreAnsweredWithAnError() {
        adding(new AtomicReference<>());
        try (AgentSession session = agent.open(options())) {
            agent.shakeHands();
            assertThat(agent.rpc("{'jsonrpc':'2.0','id':9,'method':'tools/call','params':'none'}")
                            .has("error"))
                    .isTrue();
            assertThat(agent.rpc("{'hello':1}")).isEqualTo(json("{'jsonrpc':'2.0','result':{}}"));
            assertThat(agent.rpc("{'jsonrpc':'2.0','id':10,'method':'ping'}").has("result"))
                    .isTrue();
            assertThat(session.exitReport()).isEmpty();
        }
    }

    @Test
    @Tag("R-121")
    void anExecutorThatThrowsAnErrorHoldsNoLaterCallUp() {
        AtomicReference<Error> error = new AtomicReference<>();
        McpSyncServer server = serving(false, tool("echo"), (exchange, request) -> text("done"));
        try (AgentSession session = agent.open(options().callbackExecutor(work -> {
            Error thrown = error.getAndSet(null);
            if (thrown != null) {
                throw thrown;
            }
            work.run();
        }))) {
            agent.shakeHands();
            error.set(new OutOfMemoryError("unable to create native thread"));

            assertThat(agent.rpc(call("7", "echo", "{}")).toString()).contains("native thread");
            assertThat(agent.rpc(call("8", "echo", "{}")).toString()).contains("done");
            assertThat(session.exitReport()).isEmpty();
        } finally {
            server.close();
        }
    }

    @Test
    @Tag("R-114")
    void messagesThatDoNotReachTheServerAreLoggedUpToABound() {
        Logger logger = (Logger) LoggerFactory.getLogger("dev.agentsdk.mcp");
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        logger.addAppender(logged);
        AtomicBoolean refuses = new AtomicBoolean();
        McpSyncServer server = serving(false, tool("echo"), (exchange, request) -> text("done"));
        try (AgentSession session = agent.open(options().callbackExecutor(work -> {
            if (refuses.get()) {
                throw new RejectedExecutionException("thrown by a test");
            }
            work.run();
        }))) {
            agent.shakeHands();
            refuses.set(true);
            for (int i = 0; i < 400; i++) {
                agent.rpc("{'jsonrpc':'2.0','method':'notifications/roots/list_changed'}");
            }
            assertThat(session.exitReport()).isEmpty();
        } finally {
            server.close();
            logger.detachAppender(logged);
        }

        assertThat(logged.list).hasSizeBetween(WarningLimit.AT_ONCE + 2, WarningLimit.AT_ONCE + 20);
        assertThat(logged.list.get(logged.list.size() - 1).getFormattedMessage())
                .matches("[1-9][0-9]* warnings about messages of agents were left out");
    }

    /** The MCP SDK writes them to the log as they are, in any number. */
    @Test
    @Tag("R-118")
    void messagesThatTheServerDoesNotKnowReachNoLog() {
        Logger logger = (Logger) LoggerFactory.getLogger("io.modelcontextprotocol");
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        logger.addAppender(logged);
        logger.setAdditive(false);
        logger.setLevel(Level.INFO);
        McpSyncServer server = serving(false, tool("echo"), (exchange, request) -> text("done"));
        try (AgentSession session = agent.open(options())) {
            agent.shakeHands();
            for (int i = 0; i < 200; i++) {
                agent.rpc("{'jsonrpc':'2.0','method':'forged \\n\\u001b[2J','params':{'forged':'x'}}");
                agent.rpc("{'jsonrpc':'2.0','method':'notifications/roots/list_changed','params':{'forged':'x'}}");
                agent.rpc("{'jsonrpc':'2.0','id':'forged " + i + "','result':{}}");
            }
            assertThat(agent.rpc(call("7", "echo", "{}")).toString()).contains("done");
            assertThat(session.exitReport()).isEmpty();
        } finally {
            server.close();
            logger.setLevel(Level.OFF);
            logger.setAdditive(true);
            logger.detachAppender(logged);
        }

        assertThat(logged.list)
                .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.INFO))
                .noneMatch(event -> event.getFormattedMessage().contains("forged"));
    }
}
