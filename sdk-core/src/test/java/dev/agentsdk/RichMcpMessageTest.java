package dev.agentsdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.testsupport.Times;
import dev.agentsdk.tool.Tool;
import dev.agentsdk.tool.ToolResult;
import dev.agentsdk.tool.ToolServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages to in-process servers whose JSON would take many times their size in memory. */
@Timeout(60)
@Tag("R-113")
class RichMcpMessageTest {

    private final FakeTransport agent = new FakeTransport();

    /** What the tool takes. */
    private record Arguments(List<String> values) {}

    private void call(String id, String values) {
        agent.say("{'type':'control_request','request_id':'" + id + "','request':{'subtype':'mcp_message',"
                + "'server_name':'s','message':{'jsonrpc':'2.0','id':'" + id + "','method':'tools/call','params':"
                + "{'name':'count','arguments':{'values':[" + values + "]}}}}}");
    }

    private JsonNode answer(String id) {
        Times.await(() -> "no answer to " + id, Duration.ofSeconds(30), () -> find(id) != null);
        return find(id).path("response").path("response").path("mcp_response");
    }

    private JsonNode find(String id) {
        return agent.sent().stream()
                .filter(frame ->
                        frame.path("response").path("request_id").asText().equals(id))
                .findFirst()
                .orElse(null);
    }

    @Test
    void aMessageOfTooManyTokensIsAnsweredWithAnErrorAndReachesNoServer() {
        AtomicInteger called = new AtomicInteger();
        Tool count = Tool.of("count", "Counts.", Arguments.class, (arguments, call) -> {
            called.incrementAndGet();
            return ToolResult.text(String.valueOf(arguments.values().size()));
        });
        try (AgentSession session = AgentSession.open(
                agent.options().toolServer(ToolServer.of("s", count)).build())) {
            call("long", "'" + "x".repeat(8 << 20) + "'");
            assertThat(answer("long").at("/result/content/0/text").asText()).isEqualTo("1");

            call("rich", "{},".repeat(1_000_000) + "{}");
            assertThat(answer("rich").at("/error/code").asInt()).isEqualTo(-32600);
            assertThat(answer("rich").at("/id").asText()).isEqualTo("rich");

            call("next", "'1','2'");
            assertThat(answer("next").at("/result/content/0/text").asText()).isEqualTo("2");
            assertThat(called).hasValue(2);
            assertThat(session.exitReport()).isEmpty();
        }
    }
}
