package dev.agentsdk.mcp;

import static dev.agentsdk.mcp.Tunnel.call;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.AgentSession;
import dev.agentsdk.options.AgentOptions;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Requests with which an agent would have the MCP SDK log what the agent wrote, or a warning for each. */
@Timeout(60)
class HostileRequestsTest {

    private static final String FORGED = "forged \\r\\n\\u001b[2J\\u202e";

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger sdk = (Logger) LoggerFactory.getLogger("io.modelcontextprotocol");
    private final Level usualLevel = root.getLevel();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Tunnel agent = new Tunnel();
    private McpSyncServer server;
    private AgentSession session;
    private int id = 1;

    @BeforeEach
    @SuppressWarnings("deprecation") // what the MCP SDK 1.x has as well: these tests run with both
    void open() {
        logged.start();
        root.setLevel(Level.INFO);
        sdk.setLevel(Level.INFO);
        root.addAppender(logged);
        AgentTransportProvider provider = AgentTransportProvider.create();
        Tool echo = Tool.builder()
                .name("echo")
                .description("d")
                .inputSchema(JsonHalf.mapper(), "{\"type\":\"object\"}")
                .build();
        server = McpServer.sync(provider)
                .serverInfo("calculator", "3.1")
                .capabilities(ServerCapabilities.builder()
                        .tools(true)
                        .prompts(true)
                        .resources(true, true)
                        .logging()
                        .completions()
                        .build())
                .immediateExecution(true)
                .toolCall(
                        echo,
                        (exchange, request) ->
                                CallToolResult.builder().addTextContent("done").build())
                .build();
        session = agent.open(AgentOptions.builder().toolServer("calc", provider));
        agent.shakeHands();
        logged.list.clear();
    }

    @AfterEach
    void close() {
        session.close();
        server.close();
        root.detachAppender(logged);
        root.setLevel(usualLevel);
        sdk.setLevel(Level.OFF);
    }

    private JsonNode request(String method, String params) {
        return agent.rpc("{'jsonrpc':'2.0','id':" + id++ + ",'method':'" + method + "','params':" + params + "}");
    }

    private static int code(JsonNode response) {
        return response.at("/error/code").asInt();
    }

    /** No warnings, and no line with what a terminal or a reader of the log would take for something else. */
    private void assertThatNothingIsLoggedAsTheAgentWroteIt() {
        assertThat(logged.list).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.WARN));
        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .noneMatch(message -> message.chars().anyMatch(c -> Character.isISOControl(c) || c == '\u202e'));
    }

    @Test
    @Tag("R-118")
    void anUnknownVersionIsAnsweredWithTheNewestAndNotLogged() {
        for (int i = 0; i < 200; i++) {
            JsonNode response = request(
                    "initialize",
                    "{'protocolVersion':'9" + FORGED + "','capabilities':{},'clientInfo':{'name':'x','version':'1'}}");
            assertThat(response.at("/result/protocolVersion").asText()).isEqualTo("2025-11-25");
        }

        assertThatNothingIsLoggedAsTheAgentWroteIt();
    }

    @Test
    @Tag("R-118")
    void whatAnAgentSaysOfItselfIsPrintableAndBounded() {
        JsonNode response = request(
                "initialize",
                "{'protocolVersion':'2025-06-18','capabilities':{'experimental':{'"
                        + FORGED + "':{'a':'" + FORGED + "'}}},'clientInfo':{'name':'" + FORGED + "x".repeat(100_000)
                        + "','version':'" + FORGED + "','title':'" + FORGED + "'}}");

        assertThat(response.at("/result/protocolVersion").asText()).isEqualTo("2025-06-18");
        assertThat(logged.list).hasSize(1);
        assertThat(logged.list.get(0).getFormattedMessage())
                .contains("forged ???[2J")
                .hasSizeLessThan(5_000);
        assertThatNothingIsLoggedAsTheAgentWroteIt();

        assertThat(code(request(
                        "initialize",
                        "{'protocolVersion':'2025-06-18','capabilities':{'experimental':{'a':[" + "1,".repeat(10_000)
                                + "1]}},'clientInfo':{'name':'x','version':'1'}}")))
                .isEqualTo(-32602);
        assertThat(logged.list).hasSize(1);
    }

    @Test
    @Tag("R-114")
    void parametersOfAWrongShapeAreAnsweredWithAnErrorAndNotLogged() {
        List<String> methods = List.of(
                "initialize",
                "tools/call",
                "prompts/get",
                "resources/read",
                "resources/subscribe",
                "resources/unsubscribe",
                "completion/complete",
                "logging/setLevel");
        List<String> wrong = List.of(
                "'x'",
                "[1]",
                "null",
                "5",
                "{}",
                "{'name':{'a':'" + FORGED + "'},'uri':[1],'level':'" + FORGED + "','protocolVersion':5}",
                "{'name':'echo','arguments':[1],'uri':5,'level':'" + FORGED + "','ref':{'type':'" + FORGED + "'}}",
                "{'name':'echo','uri':'a','level':'info','protocolVersion':'2025-06-18','capabilities':{'roots':'x'},"
                        + "'clientInfo':{'name':'x','version':'1'},'_meta':5,'ref':{'type':'ref/prompt','name':'x'},"
                        + "'argument':{'name':'x'}}");
        for (String method : methods) {
            for (String params : wrong) {
                // Which parameters a version of the MCP SDK does not know, it ignores.
                boolean ignored = params.contains("'_meta':5") && !method.equals("completion/complete");
                JsonNode response = request(method, params);
                if (!ignored) {
                    assertThat(code(response)).as("%s %s", method, params).isEqualTo(-32602);
                }
                assertThat(response.toString()).doesNotContain("Cannot ");
            }
        }
        for (String method : List.of("tools/list", "prompts/list", "resources/list", "resources/templates/list")) {
            assertThat(code(request(method, "'x'"))).as(method).isEqualTo(-32602);
            assertThat(code(request(method, "{'cursor':{'a':'" + FORGED + "'}}")))
                    .as(method)
                    .isEqualTo(-32602);
            assertThat(request(method, "{}").path("result").isObject())
                    .as(method)
                    .isTrue();
        }

        assertThatNothingIsLoggedAsTheAgentWroteIt();
    }

    @Test
    @Tag("R-114")
    void requestsForWhatThereIsNotAreAnsweredAndNotLogged() {
        for (String method : List.of("tools/call", "prompts/get", "resources/read", "resources/subscribe", FORGED)) {
            request(method, "{'name':'" + FORGED + "','uri':'" + FORGED + "'}");
        }
        for (String kind : List.of("'ref/prompt','name'", "'ref/resource','uri'")) {
            assertThat(request(
                                    "completion/complete",
                                    "{'ref':{'type':" + kind + ":'" + FORGED + "'},'argument':{'name':'" + FORGED
                                            + "','value':'x'}}")
                            .toString())
                    .isNotEmpty();
        }
        assertThat(request("logging/setLevel", "{'level':'warning'}")
                        .path("result")
                        .isObject())
                .isTrue();

        assertThatNothingIsLoggedAsTheAgentWroteIt();
    }

    @Test
    @Tag("R-118")
    void anIdThatCouldForgeALineIsRefused() {
        JsonNode response = agent.rpc("{'jsonrpc':'2.0','id':'" + FORGED + "','method':'ping'}");
        assertThat(code(response)).isEqualTo(-32600);
        assertThat(response.path("id").asText()).startsWith("forged");
        assertThat(code(agent.rpc("{'jsonrpc':'2.0','id':'" + "i".repeat(1_000) + "','method':'ping'}")))
                .isEqualTo(-32600);
        assertThat(agent.rpc("{'jsonrpc':'2.0','id':'b7d3c0de-1','method':'ping'}")
                        .path("result")
                        .isObject())
                .isTrue();

        assertThatNothingIsLoggedAsTheAgentWroteIt();
    }

    @Test
    @Tag("R-114")
    void whatIsNoMessageOfJsonRpcIsAnsweredAndNotReportedToTheApplication() {
        for (int i = 0; i < 200; i++) {
            agent.rpc("{'jsonrpc':'2.0','id':{'a':'" + FORGED + "'},'method':'ping'}");
            agent.rpc("{'jsonrpc':'2.0','id':900,'method':5,'params':{}}");
            agent.rpc("{'jsonrpc':'2.0','id':901,'error':'" + FORGED + "'}");
            agent.rpc("{'jsonrpc':'2.0','id':902}");
        }
        assertThat(code(agent.rpc("{'jsonrpc':'2.0','id':1.5,'method':'ping'}")))
                .isEqualTo(-32600);

        assertThat(agent.rpc(call("903", "echo", "{}")).toString()).contains("done");
        assertThatNothingIsLoggedAsTheAgentWroteIt();
    }
}
