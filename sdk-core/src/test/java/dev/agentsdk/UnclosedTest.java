package dev.agentsdk;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.agentsdk.internal.session.Unclosed;
import dev.agentsdk.message.Message;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Sessions and queries that nobody closes. */
class UnclosedTest {

    private final FakeTransport agent = new FakeTransport();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        ((Logger) LoggerFactory.getLogger(Unclosed.class)).addAppender(log);
    }

    @AfterEach
    void leave() {
        ((Logger) LoggerFactory.getLogger(Unclosed.class)).detachAppender(log);
        System.clearProperty(Unclosed.PROPERTY);
    }

    /** Collects garbage until the agent has ended; false when it has not after so long. */
    private boolean collectUntilEnded(Duration patience) throws Exception {
        long start = System.nanoTime();
        while (System.nanoTime() - start < patience.toNanos()) {
            System.gc();
            try {
                agent.exit().get(20, TimeUnit.MILLISECONDS);
                return true;
            } catch (TimeoutException e) {
                // Once more: nothing says when the collector has done its work.
            }
        }
        return false;
    }

    @Test
    void aSessionThatIsDroppedIsClosedAndTheLogSaysHowToFindIt() throws Exception {
        agent.session();

        assertThat(collectUntilEnded(Duration.ofSeconds(20))).isTrue();
        assertThat(log.list).hasSize(1);
        assertThat(log.list.get(0).getFormattedMessage())
                .contains("AgentSession")
                .contains("-Ddev.agentsdk.trackUnclosed=true");
    }

    @Test
    void aDroppedQueryShowsWhereItWasOpenedIfThatIsWanted() throws Exception {
        System.setProperty(Unclosed.PROPERTY, "true");
        AgentQuery.start("2 + 2?", agent.options().build());

        assertThat(collectUntilEnded(Duration.ofSeconds(20))).isTrue();
        assertThat(log.list).hasSize(1);
        assertThat(log.list.get(0).getThrowableProxy().getStackTraceElementProxyArray())
                .anySatisfy(element -> assertThat(element.getStackTraceElement().getClassName())
                        .isEqualTo(UnclosedTest.class.getName()));
    }

    @Test
    void aSessionWhoseMessagesAreHeldIsNotDropped() throws Exception {
        Iterator<Message> messages = agent.session().receiveMessages().iterator();

        assertThat(collectUntilEnded(Duration.ofMillis(500))).isFalse();
        agent.exit(0, "");
        assertThat(messages.hasNext()).isFalse();
    }

    @Test
    void aClosedSessionIsNotSpokenOf() throws Exception {
        agent.session().close();
        for (int i = 0; i < 10; i++) {
            System.gc();
        }

        assertThat(log.list).isEmpty();
    }
}
