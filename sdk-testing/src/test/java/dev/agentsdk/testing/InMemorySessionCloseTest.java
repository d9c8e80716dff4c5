package dev.agentsdk.testing;

import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.AgentSession;
import dev.agentsdk.errors.CliExitedException;
import dev.agentsdk.errors.TransportClosedException;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.SessionLimits;
import dev.agentsdk.spi.ExitReport;
import dev.agentsdk.spi.ExitReport.Stage;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Closing a session in each state of the agent. */
@Timeout(60)
class InMemorySessionCloseTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private InMemoryTransport agent = new InMemoryTransport();

    private AgentSession open() {
        AgentSession session = AgentSession.open(AgentOptions.builder()
                .transport(agent.factory())
                .limits(SessionLimits.defaults().withBuffers(4_000, 1 << 20))
                .build());
        assertThat(sent().path("request").path("subtype").asText()).isEqualTo("initialize");
        return session;
    }

    private JsonNode sent() {
        return agent.awaitSent(PATIENCE).tree();
    }

    private static Duration timeToClose(AgentSession session) {
        long start = System.nanoTime();
        session.close();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Test
    void anIdleAgentEndsWithItsInput() {
        AgentSession session = open();
        Duration took = timeToClose(session);

        ExitReport report = session.exitReport().orElseThrow();
        assertThat(report.stage()).isEqualTo(Stage.EOF);
        assertThat(report.exitCode()).hasValue(0);
        assertThat(took)
                .isGreaterThanOrEqualTo(Duration.ofNanos(1))
                .is(under(agent.closeLimits().drain()));
        assertThat(agent.sent()).as("no turn to interrupt").hasSize(1);
    }

    @Test
    void aRunningTurnIsInterruptedFirst() {
        AgentSession session = open();
        session.send("Hi");
        assertThat(sent().path("type").asText()).isEqualTo("user");
        Duration took = timeToClose(session);

        JsonNode interrupt = sent().path("request");
        assertThat(interrupt.path("subtype").asText()).isEqualTo("interrupt");
        assertThat(interrupt.path("cancel_queued").asBoolean())
                .as("a queued message would be a turn that nobody sees")
                .isTrue();
        assertThat(session.exitReport().orElseThrow().stage()).isEqualTo(Stage.EOF);
        assertThat(took).is(under(agent.closeLimits().drain()));
    }

    @Test
    void anAgentThatHasExitedIsReportedAsItWas() {
        AgentSession session = open();
        agent.exit(5, "why");
        assertThat(session.exit()).succeedsWithin(PATIENCE);
        session.close();

        ExitReport report = session.exitReport().orElseThrow();
        assertThat(report.stage()).isEqualTo(Stage.ALREADY_EXITED);
        assertThat(report.exitCode()).hasValue(5);
        assertThat(report.stderrTail()).isEqualTo("why");
    }

    @Test
    void anAgentThatHasStoppedTalkingIsNotWaitedFor() {
        AgentSession session = open();
        agent.endOutput();
        assertThat(session.receiveMessages().iterator())
                .satisfies(messages -> assertThatThrownBy(messages::hasNext).isInstanceOf(CliExitedException.class));

        assertThat(timeToClose(session)).isLessThan(agent.closeLimits().drain());
        assertThat(session.exitReport().orElseThrow().forced()).isFalse();
    }

    @Test
    void anAgentThatIgnoresTheEndOfItsInputGetsThePoliteTimeAndThenForce() {
        agent = agent.ignoringEndOfInput();
        AgentSession session = open();
        Duration took = timeToClose(session);

        ExitReport report = session.exitReport().orElseThrow();
        assertThat(report.stage()).isEqualTo(Stage.TERM);
        assertThat(report.forced()).isTrue();
        assertThat(took)
                .isGreaterThanOrEqualTo(agent.closeLimits().drain())
                .is(under(agent.closeLimits().total().plusSeconds(3)));
        assertThat(report.elapsed()).isBetween(agent.closeLimits().drain(), took);
    }

    @Test
    void anAgentThatIsHeldBackIsLetFinishAndWhatDoesNotFitIsCounted() {
        AgentSession session = open();
        for (int i = 0; i < 500; i++) {
            agent.emit("{\"type\":\"assistant\",\"message\":{\"model\":\"m\",\"content\":[]},\"n\":" + i + "}");
        }
        Eventually.await("the agent is held back", agent::isPaused);
        Duration took = timeToClose(session);

        assertThat(took).is(under(agent.closeLimits().drain()));
        assertThat(agent.isPaused()).isFalse();
        assertThat(session.exitReport().orElseThrow().stage()).isEqualTo(Stage.EOF);
        assertThat(session.statistics().droppedAtClose()).isBetween(1L, 500L);
        assertThat(session.receiveMessages().stream())
                .as("what had come before")
                .hasSizeGreaterThan(10);
    }

    @Test
    void closingAgainChangesNothing() {
        AgentSession session = open();
        session.close();
        ExitReport report = session.exitReport().orElseThrow();
        Duration took = timeToClose(session);

        assertThat(session.exitReport()).containsSame(report);
        assertThat(took).is(under(Duration.ofMillis(500)));
    }

    @Test
    void afterTheCloseNothingIsSent() {
        AgentSession session = open();
        session.close();

        assertThatThrownBy(() -> session.send("Hi")).isInstanceOf(TransportClosedException.class);
        assertThatThrownBy(session::interrupt).isInstanceOf(TransportClosedException.class);
        assertThat(agent.sent()).hasSize(1);
    }

    @Test
    void afterTheExitNothingIsSentAndTheExitSaysWhy() {
        try (AgentSession session = open()) {
            agent.exit(9, "gone");
            assertThat(session.exit()).succeedsWithin(PATIENCE);

            assertThatThrownBy(() -> session.send("Hi"))
                    .isInstanceOf(CliExitedException.class)
                    .hasMessageContaining("code 9")
                    .hasMessageContaining("gone");
        }
    }

    @Test
    void whoWaitsForAMessageIsFreedByTheClose() throws Exception {
        AgentSession session = open();
        session.send("a message that the agent does not answer");
        CountDownLatch waiting = new CountDownLatch(1);
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        Thread consumer = new Thread(() -> {
            waiting.countDown();
            try {
                session.receiveResponse().result();
                outcome.complete(null);
            } catch (RuntimeException e) {
                outcome.complete(e);
            }
        });
        consumer.start();
        assertThat(waiting.await(20, TimeUnit.SECONDS)).isTrue();
        session.close();

        assertThat(outcome.get(20, TimeUnit.SECONDS)).isInstanceOf(TransportClosedException.class);
        consumer.join();
    }

    @Test
    void whoWaitsForAnAnswerIsFreedByTheClose() {
        AgentSession session = open();
        CompletableFuture<Void> interrupt = CompletableFuture.runAsync(session::interrupt);
        assertThat(sent().path("request").path("subtype").asText()).isEqualTo("interrupt");
        session.close();

        assertThat(interrupt)
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(TransportClosedException.class);
    }
}
