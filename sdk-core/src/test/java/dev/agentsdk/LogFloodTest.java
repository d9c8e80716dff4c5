package dev.agentsdk;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.agentsdk.testsupport.Times;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
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
    private final Logger root = (Logger) LoggerFactory.getLogger("dev.agentsdk");
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
                warnings.incrementAndGet();
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

            assertThat(session.statistics().callbackErrors()).isEqualTo(EACH);
            assertThat(session.statistics().unansweredRequests()).isEqualTo(EACH);
        }

        assertThat(warnings).hasValueBetween(100, 130);
    }

    private long answers() {
        return agent.sent().stream()
                .filter(frame -> frame.path("type").asText().equals("control_response"))
                .count();
    }
}
