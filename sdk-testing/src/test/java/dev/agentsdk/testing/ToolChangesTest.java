package dev.agentsdk.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.AgentSession;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.CliDialect;
import dev.agentsdk.testsupport.Times;
import dev.agentsdk.tool.Tool;
import dev.agentsdk.tool.ToolResult;
import dev.agentsdk.tool.ToolServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tools that are added and removed while sessions are open. */
@Timeout(30)
class ToolChangesTest {

    record Nothing() {}

    /** One session and the agent's side of it. */
    private static final class Side implements AutoCloseable {
        final InMemoryTransport transport = new InMemoryTransport();
        final Wire wire = new Wire(transport);
        final AgentSession session;

        Side(ToolServer server, AgentOptions.Builder options) {
            session = Wire.open(transport, options.toolServer(server));
        }

        Side(ToolServer server) {
            this(server, AgentOptions.builder());
        }

        String send(String message) {
            return wire.ask("mcp_message", "{'server_name':'calc','message':" + message + "}");
        }

        JsonNode rpc(String message) {
            return wire.successOf(send(message)).path("mcp_response");
        }

        Side initialized() {
            rpc("{'jsonrpc':'2.0','id':0,'method':'initialize','params':{}}");
            rpc("{'jsonrpc':'2.0','method':'notifications/initialized'}");
            return this;
        }

        List<String> listed() {
            JsonNode tools =
                    rpc("{'jsonrpc':'2.0','id':1,'method':'tools/list'}").at("/result/tools");
            return StreamSupport.stream(tools.spliterator(), false)
                    .map(tool -> tool.path("name").asText())
                    .toList();
        }

        /** Takes a notification off the wire, which must be the next line. */
        void expectNotification() {
            JsonNode request = wire.sent();
            assertThat(request.path("type").asText()).isEqualTo("control_request");
            assertThat(request.path("request"))
                    .isEqualTo(Wire.json("{'subtype':'mcp_message','server_name':'calc','message':"
                            + "{'jsonrpc':'2.0','method':'notifications/tools/list_changed'}}"));
            wire.answer(request, "{}");
        }

        /** The next line is the answer to this, so that there was no notification before it. */
        void expectNoNotification() {
            assertThat(rpc("{'jsonrpc':'2.0','id':99,'method':'ping'}"))
                    .isEqualTo(Wire.json("{'jsonrpc':'2.0','id':99,'result':{}}"));
        }

        JsonNode call(String tool) {
            return rpc(called(tool)).path("result");
        }

        @Override
        public void close() {
            session.close();
        }
    }

    private static String called(String tool) {
        return "{'jsonrpc':'2.0','id':7,'method':'tools/call','params':{'name':'" + tool + "','arguments':{}}}";
    }

    private static Tool saying(String name, String text) {
        return Tool.of(name, "", Nothing.class, (none, context) -> ToolResult.text(text));
    }

    private static String textOf(JsonNode result) {
        return result.at("/content/0/text").asText();
    }

    @Test
    void anAddedToolIsAnnouncedListedAndCalled() {
        ToolServer server = ToolServer.of("calc", saying("add", "3"));
        try (Side side = new Side(server).initialized()) {
            server.addTool(saying("later", "ran"));

            side.expectNotification();
            assertThat(side.listed()).containsExactly("add", "later");
            assertThat(textOf(side.call("later"))).isEqualTo("ran");
            assertThat(server.tools()).extracting(Tool::name).containsExactly("add", "later");
        }
    }

    @Test
    void aCallOfARemovedToolIsAnErrorThatTheModelCanRead() {
        ToolServer server = ToolServer.of("calc", saying("add", "3"), saying("sub", "1"));
        try (Side side = new Side(server).initialized()) {
            assertThat(server.removeTool("add")).isTrue();

            side.expectNotification();
            assertThat(side.listed()).containsExactly("sub");
            JsonNode result = side.call("add");
            assertThat(result.path("isError").asBoolean()).isTrue();
            assertThat(textOf(result))
                    .isEqualTo("Unknown tool: add. The server calc has no tool of this name, or it was removed.");
            assertThat(side.session.statistics().callbackErrors())
                    .as("not an error of the application")
                    .isZero();

            assertThat(server.removeTool("add")).isFalse();
            side.expectNoNotification();
        }
    }

    /** A server whose tool says that it runs, and waits. */
    private static ToolServer slow(CountDownLatch running, CountDownLatch goOn) {
        return ToolServer.of("calc", Tool.of("slow", "", Nothing.class, (none, context) -> {
            running.countDown();
            goOn.await();
            return ToolResult.text("to its end");
        }));
    }

    @Test
    void aRunningCallOfARemovedToolEndsWithItsResult() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ToolServer server = slow(running, goOn);
        try (Side side = new Side(server).initialized()) {
            String call = side.send(called("slow"));
            Times.within(Wire.PATIENCE, running);

            server.removeTool("slow");

            side.expectNotification();
            goOn.countDown();
            assertThat(textOf(side.wire.successOf(call).at("/mcp_response/result")))
                    .isEqualTo("to its end");
        }
    }

    @Test
    void allToolsAreReplacedWithOneNotification() {
        ToolServer server = ToolServer.of("calc", saying("add", "old"), saying("sub", "1"));
        try (Side side = new Side(server).initialized()) {
            server.setTools(List.of(saying("mul", "6"), saying("add", "new")));

            side.expectNotification();
            assertThat(side.listed()).containsExactly("mul", "add");
            assertThat(textOf(side.call("add"))).isEqualTo("new");
            server.setTools(List.of());
            side.expectNotification();
            assertThat(side.listed()).isEmpty();
        }
    }

    @Test
    void aNameThatIsTakenIsRefusedAndNothingChanges() {
        ToolServer server = ToolServer.of("calc", saying("add", "first"));
        try (Side side = new Side(server).initialized()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> server.addTool(saying("add", "second")))
                    .withMessage("The server calc already has a tool of the name add.");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> server.setTools(List.of(saying("x", "1"), saying("x", "2"))))
                    .withMessage("Two tools of the server calc have the name x");

            side.expectNoNotification();
            assertThat(side.listed()).containsExactly("add");
            assertThat(textOf(side.call("add"))).isEqualTo("first");
        }
    }

    @Test
    void allSessionsOfAServerAreNotifiedAndAClosedOneIsNot() {
        ToolServer server = ToolServer.of("calc", saying("add", "3"));
        Side first = new Side(server).initialized();
        try (Side second = new Side(server).initialized()) {
            server.addTool(saying("later", "ran"));
            first.expectNotification();
            second.expectNotification();

            first.close();
            List<String> before = first.transport.sent();
            assertThat(server.removeTool("add")).isTrue();

            second.expectNotification();
            assertThat(second.listed()).containsExactly("later");
            assertThat(first.transport.sent()).isEqualTo(before);
        }
        server.addTool(saying("add", "again"));
        assertThat(server.tools()).extracting(Tool::name).containsExactly("later", "add");
    }

    /** As claude 2.1 does while a call runs, when it is given other servers. */
    @Test
    void anAgentThatHasConnectedAnewIsNotifiedOnce() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ToolServer server = slow(running, goOn);
        try (Side side = new Side(server).initialized()) {
            String call = side.send(called("slow"));
            Times.within(Wire.PATIENCE, running);
            side.initialized();

            server.addTool(saying("later", "ran"));

            side.expectNotification();
            side.expectNoNotification();
            goOn.countDown();
            assertThat(textOf(side.wire.successOf(call).at("/mcp_response/result")))
                    .isEqualTo("to its end");
        }
    }

    @Test
    void anAgentThatHasNotFinishedTheHandshakeIsNotNotified() {
        ToolServer server = ToolServer.of("calc", saying("add", "3"));
        try (Side side = new Side(server)) {
            server.addTool(saying("before", ""));
            side.rpc("{'jsonrpc':'2.0','id':0,'method':'initialize','params':{}}");
            server.addTool(saying("between", ""));
            side.expectNoNotification();

            side.rpc("{'jsonrpc':'2.0','method':'notifications/initialized'}");
            assertThat(side.listed()).containsExactly("add", "before", "between");
            server.addTool(saying("after", ""));
            side.expectNotification();
        }
    }

    @Test
    void anAgentThatHasTheListIsNotifiedAlsoIfItNeverSaidThatItWasInitialized() {
        ToolServer server = ToolServer.of("calc", saying("add", "3"));
        try (Side side = new Side(server)) {
            assertThat(side.listed()).containsExactly("add");
            server.addTool(saying("after", ""));
            side.expectNotification();
        }
    }

    @Test
    void qwenIsNotNotifiedButServedTheNewList() {
        ToolServer server = ToolServer.of("calc", saying("add", "3"));
        try (Side side = new Side(server, AgentOptions.builder().dialect(CliDialect.QWEN)).initialized()) {
            server.addTool(saying("later", "ran"));

            side.expectNoNotification();
            assertThat(side.listed()).containsExactly("add", "later");
        }
    }

    @Test
    void aToolCanChangeItsOwnServer() {
        ToolServer server = ToolServer.of("calc", List.of());
        server.addTool(Tool.of("unlock", "", Nothing.class, (none, context) -> {
            server.addTool(saying("secret", "here"));
            server.removeTool("unlock");
            return ToolResult.text("unlocked");
        }));
        try (Side side = new Side(server).initialized()) {
            String call = side.send(called("unlock"));

            side.expectNotification();
            side.expectNotification();
            assertThat(textOf(side.wire.successOf(call).at("/mcp_response/result")))
                    .isEqualTo("unlocked");
            assertThat(side.listed()).containsExactly("secret");
        }
    }

    @Test
    void aChangedCopyHasToolsOfItsOwn() {
        ToolServer server = ToolServer.of("calc", saying("add", "3"));
        ToolServer copy = server.withVersion("2.0").withInstructions("x").alwaysLoaded();
        server.addTool(saying("later", ""));
        copy.removeTool("add");

        assertThat(server.tools()).extracting(Tool::name).containsExactly("add", "later");
        assertThat(copy.tools()).isEmpty();
    }

    /** What a change did last is in the list that the agent reads after the last notification. */
    @Test
    void changesFromManyThreadsAreAllKeptAndAnnounced() throws Exception {
        int threads = 8;
        int each = 20;
        ToolServer server = ToolServer.of("calc", List.of());
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try (Side side = new Side(server).initialized()) {
            CyclicBarrier start = new CyclicBarrier(threads);
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int thread = t;
                all.add(pool.submit(() -> {
                    start.await();
                    for (int i = 0; i < each; i++) {
                        server.addTool(saying("t" + thread + "-" + i, ""));
                        if (i % 2 == 1) {
                            server.removeTool("t" + thread + "-" + i);
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
            for (int i = 0; i < threads * each * 3 / 2; i++) {
                side.expectNotification();
            }
            side.expectNoNotification();
            assertThat(side.listed()).hasSize(threads * each / 2).allMatch(name -> name.matches("t\\d-\\d?[02468]"));
        } finally {
            pool.shutdownNow();
        }
    }
}
