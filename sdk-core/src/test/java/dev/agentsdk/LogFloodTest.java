package dev.agentsdk;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.CliDialect;
import dev.agentsdk.permission.PermissionDecision;
import dev.agentsdk.testsupport.Times;
import dev.agentsdk.tool.McpServer;
import dev.agentsdk.tool.McpServerSession;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** An agent each of whose requests and lines causes a warning: it must not fill the disk with log lines. */
@Timeout(60)
@Tag("R-114")
class LogFloodTest {

    private static final int EACH = 400;

    private final FakeTransport agent = new FakeTransport();
    private final AtomicInteger warnings = new AtomicInteger();
    private final AtomicReference<String> last = new AtomicReference<>("");
    private final Logger root = (Logger) LoggerFactory.getLogger("dev.agentsdk");
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
                warnings.incrementAndGet();
                last.set(event.getFormattedMessage());
            }
        }
    };

    @BeforeEach
    void listen() {
        appender.setContext(root.getLoggerContext());
        appender.start();
        root.addAppender(appender);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(appender);
    }

    private void ask(String id, String fields) {
        agent.say("{'type':'control_request','request_id':'" + id + "','request':{" + fields + "}}");
    }

    @Test
    void requestsThatCannotBeServedAndCallbacksThatFailAreLoggedUpToABound() {
        AgentOptions options = agent.options()
                .permissionCallback((request, cancellation) -> {
                    throw new IllegalStateException("thrown by a test");
                })
                .build();
        try (AgentSession session = AgentSession.open(options)) {
            for (int i = 0; i < EACH; i++) {
                ask("a" + i, "'subtype':'hook_callback','callback_id':'nope','input':{}");
                ask("b" + i, "'subtype':'can_use_tool'");
                ask("c" + i, "'subtype':'can_use_tool','tool_name':'T','input':{},'tool_use_id':'t'");
                ask("d" + i, "'subtype':'request_user_dialog','dialog_kind':'other','payload':{}");
                agent.say("{'type':'control_request','request_id':'e" + i + "','request':{'subtype':'can_use_tool',");
                agent.say("{'type':'control_request','request':{'subtype':'can_use_tool'}}");
            }
            ask("last", "'subtype':'unknown'");
            Times.await(() -> "answers: " + answers(), Duration.ofSeconds(30), () -> answers() > 4 * EACH);

            assertThat(session.statistics().callbackErrors())
                    .as("callbacks that failed, and hooks that could not be called")
                    .isEqualTo(2 * EACH);
            assertThat(session.statistics().unansweredRequests()).isEqualTo(EACH);
        }

        assertBoundedAndCounted();
    }

    @Test
    void changedInputsThatTheAgentDoesNotTakeAreLoggedUpToABound() {
        AgentOptions options = agent.options()
                .dialect(CliDialect.QWEN)
                .permissionCallback((request, cancellation) ->
                        PermissionDecision.allow().withUpdatedInput(RawJson.of("{\"other\":1}")))
                .build();
        try (AgentSession session = AgentSession.open(options)) {
            for (int i = 0; i < EACH; i++) {
                ask("p" + i, "'subtype':'can_use_tool','tool_name':'T','input':{},'tool_use_id':'t'");
            }
            Times.await(() -> "answers: " + answers(), Duration.ofSeconds(30), () -> answers() == EACH);
            assertThat(session.exitReport()).isEmpty();
        }

        assertBoundedAndCounted();
    }

    @Test
    void actionsOfCancelledCallbacksThatFailAreLoggedUpToABound() {
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger cancelled = new AtomicInteger();
        AgentOptions options = agent.options()
                .asyncPermissionCallback((request, cancellation) -> {
                    cancellation.onCancel(() -> {
                        cancelled.incrementAndGet();
                        throw new IllegalStateException("thrown by a test");
                    });
                    asked.incrementAndGet();
                    return new CompletableFuture<>();
                })
                .build();
        try (AgentSession session = AgentSession.open(options)) {
            for (int i = 0; i < EACH; i++) {
                int before = i;
                ask("p" + i, "'subtype':'can_use_tool','tool_name':'T','input':{},'tool_use_id':'t'");
                Times.await(() -> "asked: " + asked, Duration.ofSeconds(30), () -> asked.get() > before);
                agent.say("{'type':'control_cancel_request','request_id':'p" + i + "'}");
                Times.await(() -> "cancelled: " + cancelled, Duration.ofSeconds(30), () -> cancelled.get() > before);
            }
            assertThat(session.exitReport()).isEmpty();
        }

        assertBoundedAndCounted();
    }

    @Test
    void answersThatTheAgentDoesNotTakeAreLoggedUpToABound() {
        AgentOptions options = agent.options()
                .permissionCallback((request, cancellation) -> PermissionDecision.allow())
                .build();
        try (AgentSession session = AgentSession.open(options)) {
            agent.closeStdin();
            for (int i = 0; i < EACH; i++) {
                ask("p" + i, "'subtype':'can_use_tool','tool_name':'T','input':{},'tool_use_id':'t'");
            }
            Times.await(
                    () -> "unanswered: " + session.statistics().unansweredRequests(),
                    Duration.ofSeconds(40),
                    () -> session.statistics().unansweredRequests() == EACH);
        }

        assertBoundedAndCounted();
    }

    @Test
    void messagesOfAServerThatTheAgentDoesNotTakeAreLoggedUpToABound() {
        AtomicInteger sent = new AtomicInteger();
        McpServer server = peer -> new McpServerSession() {
            @Override
            public CompletionStage<Optional<RawJson>> handle(RawJson message) {
                // More than may wait for an agent that takes none.
                for (int i = 0; i < 1000; i++) {
                    peer.send(RawJson.of("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\"}"));
                    sent.incrementAndGet();
                }
                return CompletableFuture.completedFuture(Optional.empty());
            }

            @Override
            public void close() {}
        };
        AgentOptions options = agent.options().toolServer("talks", server).build();
        try (AgentSession session = AgentSession.open(options)) {
            for (int i = 0; i < 3; i++) {
                ask(
                        "m" + i,
                        "'subtype':'mcp_message','server_name':'talks','message':{'jsonrpc':'2.0','method':'notifications/x'}");
            }
            Times.await(() -> "sent: " + sent, Duration.ofSeconds(30), () -> sent.get() == 3000);
            assertThat(session.exitReport()).isEmpty();
        }

        assertBoundedAndCounted();
    }

    @Test
    void aStderrListenerThatFailsIsLoggedUpToABound() {
        AtomicInteger called = new AtomicInteger();
        AgentOptions options = agent.options()
                .stderrListener(line -> {
                    called.incrementAndGet();
                    throw new IllegalStateException("thrown by a test");
                })
                .build();
        try (AgentSession session = AgentSession.open(options)) {
            for (int i = 0; i < EACH; i++) {
                agent.deliver(listener -> listener.onStderrLine("x"));
            }
            Times.await(() -> "called: " + called, Duration.ofSeconds(30), () -> called.get() == EACH);
            assertThat(session.exitReport()).isEmpty();
        }

        assertBoundedAndCounted();
    }

    private void assertBoundedAndCounted() {
        assertThat(warnings).hasValueBetween(100, 130);
        assertThat(last.get()).matches("[1-9][0-9]* warnings about the agent were left out");
    }

    private long answers() {
        return agent.sent().stream()
                .filter(frame -> frame.path("type").asText().equals("control_response"))
                .count();
    }
}
