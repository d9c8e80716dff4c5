package dev.agentsdk.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.AgentQuery;
import dev.agentsdk.AgentSession;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.permission.PermissionDecision;
import dev.agentsdk.tool.Tool;
import dev.agentsdk.tool.ToolHandler;
import dev.agentsdk.tool.ToolResult;
import dev.agentsdk.tool.ToolServer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A tool and the session that called it. */
@Timeout(30)
class ToolSessionTest {

    record Nothing() {}

    private final InMemoryTransport transport = new InMemoryTransport();
    private final Wire wire = new Wire(transport);

    private AgentSession open(AgentOptions.Builder options, ToolHandler<Nothing> handler) {
        return Wire.open(
                transport, options.toolServer(ToolServer.of("calc", Tool.of("tool", "", Nothing.class, handler))));
    }

    private String called() {
        return wire.successOf(wire.ask(
                        "mcp_message",
                        "{'server_name':'calc','message':{'jsonrpc':'2.0','id':1,'method':'tools/call',"
                                + "'params':{'name':'tool','arguments':{}}}}"))
                .at("/mcp_response/result/content/0/text")
                .asText();
    }

    @Test
    void aToolKnowsItsSession() {
        AtomicReference<AgentSession> seen = new AtomicReference<>();
        try (AgentSession session = open(AgentOptions.builder(), (none, context) -> {
            seen.set(context.session(AgentSession.class).orElseThrow());
            return ToolResult.text(
                    String.valueOf(context.session(AgentQuery.class).isPresent()));
        })) {
            assertThat(called()).isEqualTo("false");
            assertThat(seen.get()).isSameAs(session);
        }
    }

    @Test
    void aToolThatWaitsForMessagesOfItsOwnTurnFailsAtOnce() {
        ExecutorService one = Executors.newSingleThreadExecutor();
        for (AgentOptions.Builder options : new AgentOptions.Builder[] {
            AgentOptions.builder(), AgentOptions.builder().callbackExecutor(one)
        }) {
            InMemoryTransport own = new InMemoryTransport();
            Wire ownWire = new Wire(own);
            try (AgentSession session = Wire.open(
                    own,
                    options.toolServer(ToolServer.of("calc", Tool.of("tool", "", Nothing.class, (none, context) -> {
                        context.session(AgentSession.class)
                                .orElseThrow()
                                .receiveMessages()
                                .iterator()
                                .next();
                        return ToolResult.text("cannot come here");
                    }))))) {
                assertThat(ownWire.successOf(ownWire.ask(
                                        "mcp_message",
                                        "{'server_name':'calc','message':{'jsonrpc':'2.0','id':1,'method':'tools/call',"
                                                + "'params':{'name':'tool','arguments':{}}}}"))
                                .at("/mcp_response/result/content/0/text")
                                .asText())
                        .startsWith("A callback of a session (a tool, a hook or a permission callback) must not wait");
                assertThat(session.statistics().callbackErrors()).isEqualTo(1);
            }
        }
        one.shutdownNow();
    }

    @Test
    void aPermissionCallbackThatWaitsForItsOwnTurnFailsAtOnce() {
        AtomicReference<AgentSession> self = new AtomicReference<>();
        try (AgentSession session =
                Wire.open(transport, AgentOptions.builder().permissionCallback((asked, cancellation) -> {
                    self.get().receiveMessages().iterator().next();
                    return PermissionDecision.allow();
                }))) {
            self.set(session);
            assertThat(wire.errorOf(wire.ask("can_use_tool", "{'tool_name':'Bash','input':{},'tool_use_id':'t'}")))
                    .contains("must not wait");
        }
    }
}
