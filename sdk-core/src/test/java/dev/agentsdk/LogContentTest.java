package dev.agentsdk;

import static dev.agentsdk.internal.session.JsonText.json;
import static dev.agentsdk.internal.session.JsonText.jsonBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.agentsdk.errors.ControlException;
import dev.agentsdk.errors.ControlTimeoutException;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.SessionLimits;
import dev.agentsdk.spi.Transport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** What may be confidential is not logged, at no level. */
@Timeout(60)
@Tag("R-71")
class LogContentTest {

    private static final String SECRET = "canary-4711";

    private final FakeTransport agent = new FakeTransport();
    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final Logger root = (Logger) LoggerFactory.getLogger("dev.agentsdk");
    private final Level level = root.getLevel();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            String stack =
                    event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
            logged.add(event.getLevel() + " " + event.getFormattedMessage() + stack);
        }
    };

    @BeforeEach
    void listen() {
        root.setLevel(Level.TRACE);
        appender.setContext(root.getLoggerContext());
        appender.start();
        root.addAppender(appender);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(appender);
        root.setLevel(level);
    }

    @Test
    void noiseIsWarnedAboutOnceAndNotQuoted() {
        try (AgentSession session = agent.session()) {
            agent.say(SECRET);
            agent.say(SECRET);
            assertThat(session.statistics().noiseLines()).isEqualTo(2);
        }

        assertThat(logged)
                .containsExactly(
                        "WARN The agent wrote a line of 11 bytes to stdout that is no JSON; such lines are skipped");
    }

    @Test
    void nothingThatIsSaidOnEitherSideIsLogged() {
        agent.on("mcp_status", request -> agent.answer(request, "'subtype':'error','error':'" + SECRET + "'"));
        AgentOptions options = agent.options()
                .env("TOKEN", SECRET)
                .systemPrompt(SECRET)
                .extraArg("key", SECRET)
                .stderrListener(line -> {
                    throw new IllegalStateException("thrown by a test");
                })
                .build();
        AgentSession session = AgentSession.open(options);
        session.send(SECRET);
        agent.say("noise " + SECRET);
        agent.say("{'type':'assistant','message':{'model':'m','content':'" + SECRET + "'}}");
        agent.say("{'type':'assistant','message':'" + SECRET + "'}");
        agent.say("{'type':'assistant','message':{'content':['" + SECRET);
        agent.say(json("{'type':'assistant','message':{'model':'m','content':'\u00e4" + SECRET + "'}}")
                .getBytes(StandardCharsets.ISO_8859_1));
        agent.say("{'type':'control_request','request_id':'cli-1','request':{'subtype':'x','a':'" + SECRET + "'}}");
        agent.say("{'type':'control_request','request':{'a':'" + SECRET + "'}}");
        agent.say("{'type':'control_response','response':'" + SECRET + "'}");
        agent.deliver(listener -> {
            listener.onStderrLine(SECRET);
            listener.onOversizeLine(99, jsonBytes("{'" + SECRET));
            listener.onUnterminatedLine(jsonBytes("{'" + SECRET));
        });
        assertThatThrownBy(() -> session.request("mcp_status", Map.of("key", SECRET)))
                .isInstanceOf(ControlException.class);
        session.close();
        assertThat(session.receiveMessages()).hasSize(7);

        assertThat(logged).isNotEmpty().noneMatch(line -> line.contains(SECRET));
    }

    @Test
    void aFailedHandshakeLogsNothingOfIt() {
        agent.on("initialize", request -> agent.say("{'" + SECRET));
        agent.atEndOfInput = () -> {};
        agent.limits = new Transport.CloseLimits(Duration.ofMillis(100), Duration.ofMillis(10));
        agent.stderrTail = SECRET;

        assertThatThrownBy(() -> AgentSession.open(agent.options()
                        .limits(SessionLimits.defaults().withInitializeTimeout(Duration.ofMillis(10)))
                        .build()))
                .isInstanceOf(ControlTimeoutException.class);

        assertThat(logged).noneMatch(line -> line.contains(SECRET));
    }
}
