package dev.agentsdk;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.permission.PermissionDecision;
import dev.agentsdk.permission.PermissionMode;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** A permission callback that the agent will never ask is told of when the session is opened. */
@Timeout(60)
class ShadowedCallbackTest {

    private final FakeTransport agent = new FakeTransport();
    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final Logger root = (Logger) LoggerFactory.getLogger("dev.agentsdk");
    private final Level level = root.getLevel();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            if (event.getFormattedMessage().contains("permission callback")) {
                logged.add(event.getLevel() + " " + event.getFormattedMessage());
            }
        }
    };

    @BeforeEach
    void listen() {
        root.setLevel(Level.INFO);
        appender.setContext(root.getLoggerContext());
        appender.start();
        root.addAppender(appender);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(appender);
        root.setLevel(level);
    }

    private void open(AgentOptions.Builder options) {
        AgentSession.open(options.build()).close();
    }

    private AgentOptions.Builder asking() {
        return agent.options().permissionCallback((request, cancellation) -> PermissionDecision.allow());
    }

    @Test
    void byAModeThatAsksForNothing() {
        open(asking().permissionMode(PermissionMode.BYPASS_PERMISSIONS));
        assertThat(logged)
                .containsExactly(
                        "WARN The permission callback will not be called: the permission mode is bypassPermissions");
    }

    @Test
    void byRulesThatAllowWholeTools() {
        open(asking().allowedTools("Read", "Bash()", "Edit(*)", "Bash(ls:*)"));
        assertThat(logged)
                .containsExactly("INFO The permission callback will not be called for [Read, Bash(), Edit(*)],"
                        + " which allowedTools allows as a whole");
    }

    @Test
    void notWhereItIsAskedOrThereIsNone() {
        open(asking().permissionMode(PermissionMode.PLAN).allowedTools("Bash(ls:*)"));
        assertThat(logged).isEmpty();
    }

    @Test
    void notWithoutACallback() {
        open(agent.options().permissionMode(PermissionMode.BYPASS_PERMISSIONS).allowedTools("Read"));
        assertThat(logged).isEmpty();
    }
}
