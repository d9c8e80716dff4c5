package dev.agentsdk;

import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.errors.TransportClosedException;
import dev.agentsdk.internal.session.Background;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.ResultMessage;
import dev.agentsdk.options.SessionLimits;
import dev.agentsdk.spi.ExitReport;
import dev.agentsdk.spi.Transport;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a close does to the agent, and to whoever waits. */
@Timeout(60)
class SessionCloseTest {

    private static final String ANSWER = "{'type':'assistant','message':{'model':'m','content':[]}}";
    private static final String RESULT = "{'subtype':'success','type':'result'}";

    private final FakeTransport agent = new FakeTransport();

    @Test
    void anIdleAgentGetsTheEndOfItsInput() {
        AgentSession session = agent.session();

        session.close();

        assertThat(agent.events()).containsExactly("open", "send initialize", "endInput", "close");
        assertThat(session.exitReport()).get().extracting(ExitReport::exitCode).hasToString("OptionalInt[0]");
    }

    @Test
    void aRunningTurnIsInterruptedFirst() {
        AgentSession session = agent.session();
        session.send("Hello");

        session.close();

        assertThat(agent.events())
                .containsExactly("open", "send initialize", "send user", "send interrupt", "endInput", "close");
    }

    @Test
    void aTurnOfTheAgentsOwnIsInterruptedToo() {
        AgentSession session = agent.session();
        agent.say(ANSWER);

        session.close();

        assertThat(agent.events()).containsSubsequence("send interrupt", "endInput", "close");
    }

    @Test
    void aTurnThatHasEndedIsNotInterruptedTakenOrNot() {
        AgentSession session = agent.session();
        session.send("Hello");
        agent.say(ANSWER);
        agent.say(RESULT);

        session.close();

        assertThat(agent.events()).containsExactly("open", "send initialize", "send user", "endInput", "close");
    }

    @Test
    void whatAnInterruptedTurnStillSaysIsKept() {
        AgentSession session = agent.session();
        session.send("Hello");
        agent.say(ANSWER);
        agent.on("interrupt", request -> agent.say("{'type':'user','message':{'content':'[interrupted]'}}"));
        agent.atEndOfInput = () -> {
            agent.say("{'is_error':true,'subtype':'error_during_execution','type':'result'}");
            agent.exit(1, "");
        };

        session.close();

        assertThat(session.receiveMessages()).extracting(Message::type).containsExactly("assistant", "user", "result");
        assertThat(session.exitReport()).get().extracting(ExitReport::exitCode).hasToString("OptionalInt[1]");
    }

    @Test
    void aMessageThatCameBeforeCanBeTakenAfterwards() {
        AgentSession session = agent.session();
        session.send("Hello");
        agent.say(ANSWER);
        agent.say(RESULT);
        Iterator<Message> messages = session.receiveResponse().iterator();

        session.close();

        assertThat(messages.next().type()).isEqualTo("assistant");
        assertThat(messages.next()).isInstanceOf(ResultMessage.class);
        assertThat(messages.hasNext()).isFalse();
    }

    @Test
    void aResponseThatIsNotCompleteFailsBehindItsLastMessage() {
        AgentSession session = agent.session();
        session.send("Hello");
        agent.say(ANSWER);
        session.close();
        MessageStream response = session.receiveResponse();

        assertThat(response.iterator().next().type()).isEqualTo("assistant");
        assertThatThrownBy(response.iterator()::hasNext)
                .isInstanceOf(TransportClosedException.class)
                .hasMessage("The session is closed: its close() was called.");
        assertThatThrownBy(response::result).isInstanceOf(TransportClosedException.class);
    }

    @Test
    void aTurnThatIsCutOffIsReportedAsAProblem() {
        agent.atEndOfInput = () -> {};
        agent.limits = new Transport.CloseLimits(Duration.ofMillis(200), Duration.ofMillis(20));
        AgentSession session = agent.session();
        session.send("Hello");
        agent.say("{'type':'assistant','message':{'model':'m','content':[]}}");

        session.close();

        assertThat(session.exitReport().orElseThrow().problems())
                .singleElement()
                .asString()
                .contains("the answer so far may be missing in its session file");
        assertThat(session.receiveMessages()).hasSize(1);
    }

    @Test
    void aTurnThatTheAgentEndsItselfIsNoProblem() {
        AgentSession session = agent.session();
        session.send("Hello");

        session.close();

        assertThat(session.exitReport().orElseThrow().problems()).isEmpty();
    }

    @Test
    void anIdleAgentThatIsKilledHasLostNothing() {
        agent.atEndOfInput = () -> {};
        agent.limits = new Transport.CloseLimits(Duration.ofMillis(200), Duration.ofMillis(20));
        AgentSession session = agent.session();
        session.send("Hello");
        agent.say("{'type':'result','subtype':'success'}");

        session.close();

        assertThat(session.exitReport().orElseThrow().problems()).isEmpty();
    }

    @Test
    void whoeverWaitsForAResponseIsTold() {
        AgentSession session = agent.session();
        session.send("Hello");
        Background.Running<Boolean> taking =
                Background.run(session.receiveResponse().iterator()::hasNext);
        Background.awaitWaiting(taking.thread());

        session.close();

        assertThat(taking.outcome())
                .failsWithin(Background.PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(TransportClosedException.class);
    }

    @Test
    void whoeverWaitsForAnyMessageIsAtTheEnd() {
        AgentSession session = agent.session();
        Background.Running<Boolean> taking =
                Background.run(session.receiveMessages().iterator()::hasNext);
        Background.awaitWaiting(taking.thread());

        session.close();

        assertThat(taking.outcome()).succeedsWithin(Background.PATIENCE).isEqualTo(false);
    }

    @Test
    void aRequestThatWaitsFailsAtOnceAndNotAtItsTimeout() {
        AgentSession session = agent.session();
        Background.Running<Object> asking = Background.run(() -> session.request("mcp_status", Map.of()));
        agent.awaitSent("mcp_status");
        agent.atEndOfInput = () -> {
            assertThat(asking.outcome())
                    .failsWithin(Background.PATIENCE)
                    .withThrowableThat()
                    .withCauseInstanceOf(TransportClosedException.class);
            agent.exit(0, "");
        };

        session.close();

        assertThat(session.exitReport()).get().extracting(ExitReport::exitCode).hasToString("OptionalInt[0]");
    }

    @Test
    void nothingCanBeAskedAfterwards() {
        AgentSession session = agent.session();
        session.close();
        int events = agent.events().size();

        assertThatThrownBy(session::interrupt)
                .isInstanceOf(TransportClosedException.class)
                .hasMessage("The session is closed: its close() was called.");
        assertThatThrownBy(() -> session.setModel("opus")).isInstanceOf(TransportClosedException.class);
        assertThat(agent.events()).hasSize(events);
    }

    @Test
    void anAgentThatDoesNotEndLeavesTheRestOfTheTimeToTheTransport() {
        agent.limits = new Transport.CloseLimits(Duration.ofSeconds(40), Duration.ofMillis(100));
        agent.atEndOfInput = () -> {};
        AgentSession session = agent.session();
        long start = System.nanoTime();

        session.close();

        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        ExitReport report = session.exitReport().orElseThrow();
        assertThat(report.stage()).isEqualTo(ExitReport.Stage.TERM);
        assertThat(report.elapsed()).isBetween(Duration.ofMillis(100), elapsed);
        assertThat(agent.leftAtClose).isBetween(Duration.ofSeconds(20), Duration.ofMillis(39_900));
    }

    @Test
    void anAgentThatEndsByItselfIsNotWaitedForAnyLonger() {
        agent.limits = new Transport.CloseLimits(Duration.ofMinutes(20), Duration.ofMinutes(10));
        AgentSession session = agent.session();

        session.close();

        assertThat(session.exitReport().orElseThrow().elapsed()).is(under(Background.PATIENCE));
        assertThat(agent.leftAtClose).isGreaterThan(Duration.ofMinutes(19));
    }

    @Test
    void anAgentThatClosedItsStdinIsStillReadAndClosed() {
        AgentSession session = agent.session();
        session.send("Hello");
        agent.closeStdin();

        session.close();

        assertThat(session.exitReport().orElseThrow().stage()).isEqualTo(ExitReport.Stage.TERM);
        assertThat(agent.events()).containsOnlyOnce("close").endsWith("close");
    }

    @Test
    void anAgentHeldBackByAFullQueueIsReadAgain() {
        AgentSession session = AgentSession.open(agent.options()
                .limits(SessionLimits.defaults().withBuffers(1_000, 1_000))
                .build());
        for (int i = 0; i < 10; i++) {
            agent.say(ANSWER);
        }
        agent.say(RESULT);
        assertThat(agent.paused).isTrue();
        agent.atEndOfInput = () -> {
            assertThat(agent.paused).isFalse();
            agent.exit(0, "");
        };

        session.close();

        assertThat(agent.events()).endsWith("endInput", "close");
        assertThat(session.receiveMessages()).hasSize(11);
    }

    @Test
    void whatDoesNotFitWhileClosingIsDroppedAndCounted() {
        AgentSession session = AgentSession.open(agent.options()
                .limits(SessionLimits.defaults().withBuffers(1_000, 1_000))
                .build());
        agent.atEndOfInput = () -> {
            for (int i = 0; i < 100; i++) {
                agent.say(ANSWER);
            }
            assertThat(agent.paused).isFalse();
            agent.exit(0, "");
        };

        session.close();

        long kept = session.receiveMessages().stream().count();
        assertThat(kept).isBetween(1L, 50L);
        assertThat(session.statistics().droppedAtClose()).isEqualTo(100 - kept);
    }
}
