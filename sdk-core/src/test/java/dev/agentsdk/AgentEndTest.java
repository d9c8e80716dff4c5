package dev.agentsdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.errors.CliExitedException;
import dev.agentsdk.internal.session.Background;
import dev.agentsdk.message.Message;
import dev.agentsdk.spi.ExitReport;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The agent ends by itself: what whoever takes its messages gets to know. */
@Timeout(60)
class AgentEndTest {

    private static final String ANSWER = "{'type':'assistant','message':{'model':'m','content':[]}}";
    private static final String ERROR_RESULT =
            "{'is_error':true,'errors':['turn limit 4 hit'],'subtype':'error_max_turns','type':'result'}";

    private final FakeTransport agent = new FakeTransport();
    private AgentSession session;

    @BeforeEach
    void open() {
        session = agent.session();
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void inGoodOrderItEndsTheMessages() {
        agent.say(ANSWER);
        agent.exit(0, "");

        assertThat(session.receiveMessages()).extracting(Message::type).containsExactly("assistant");
    }

    @Test
    void withAnotherExitCodeItIsToldAfterTheLastMessage() {
        agent.say(ANSWER);
        agent.exit(3, "out of credit");
        Iterator<Message> messages = session.receiveMessages().iterator();

        assertThat(messages.next().type()).isEqualTo("assistant");
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(messages::hasNext)
                    .isInstanceOf(CliExitedException.class)
                    .hasMessage("The agent exited with code 3 before the end of the conversation."
                            + " The end of its stderr: out of credit");
        }
    }

    @Test
    void bySignalItIsToldSo() {
        agent.dieOfSignal(11);

        assertThatThrownBy(session.receiveMessages().iterator()::hasNext)
                .isInstanceOf(CliExitedException.class)
                .hasMessageStartingWith("The agent was killed by signal 11");
    }

    @Test
    void withCodeOneAfterAnErrorResultItIsInGoodOrder() {
        agent.say(ERROR_RESULT);
        agent.exit(1, "");

        assertThat(session.receiveMessages()).extracting(Message::type).containsExactly("result");
    }

    @Test
    void withCodeOneAfterALaterSuccessItIsNotInGoodOrder() {
        agent.say(ERROR_RESULT);
        agent.say("{'subtype':'success','type':'result'}");
        agent.exit(1, "");
        Iterator<Message> messages = session.receiveMessages().iterator();
        messages.next();
        messages.next();

        assertThatThrownBy(messages::hasNext)
                .isInstanceOfSatisfying(
                        CliExitedException.class,
                        e -> assertThat(e.lastErrorResult()).isEmpty());
    }

    @Test
    void bySignalAfterAnErrorResultItIsNotInGoodOrder() {
        agent.say(ERROR_RESULT);
        agent.dieOfSignal(9);
        Iterator<Message> messages = session.receiveMessages().iterator();
        messages.next();

        assertThatThrownBy(messages::hasNext)
                .isInstanceOfSatisfying(
                        CliExitedException.class,
                        e -> assertThat(e.lastErrorResult())
                                .get()
                                .extracting(Message::type)
                                .isEqualTo("result"));
    }

    @Test
    void ofItsStdoutAloneIsToldAsSuch() {
        agent.closeStdout();

        assertThatThrownBy(session.receiveMessages().iterator()::hasNext)
                .isInstanceOfSatisfying(
                        CliExitedException.class, e -> assertThat(e.report()).isEmpty())
                .hasMessage("The agent closed its stdout but still runs before the end of the conversation.");
        assertThat(session.exitReport()).isEmpty();
    }

    @Test
    void inGoodOrderButWithoutAResultFailsTheResponse() {
        agent.say(ANSWER);
        agent.exit(0, "");
        Iterator<Message> messages = session.receiveResponse().iterator();

        assertThat(messages.next().type()).isEqualTo("assistant");
        assertThatThrownBy(messages::hasNext)
                .isInstanceOf(CliExitedException.class)
                .hasMessageStartingWith("The agent exited with code 0 before its result.");
        assertThatThrownBy(() -> session.receiveResponse().result()).isInstanceOf(CliExitedException.class);
    }

    @Test
    void afterTheResultDoesNotConcernTheResponse() {
        agent.say(ERROR_RESULT);
        agent.exit(1, "");

        assertThat(session.receiveResponse().result().isError()).isTrue();
    }

    @Test
    void wakesWhoeverWaits() {
        Background.Running<Boolean> taking =
                Background.run(session.receiveMessages().iterator()::hasNext);
        Background.awaitWaiting(taking.thread());

        agent.exit(0, "");

        assertThat(taking.outcome()).succeedsWithin(Background.PATIENCE).isEqualTo(false);
    }

    @Test
    void isReportedWithoutAnyClose() {
        CompletableFuture<ExitReport> exit = session.exit();
        assertThat(exit).isNotDone();

        agent.exit(3, "out of credit");

        assertThat(exit).succeedsWithin(Background.PATIENCE).satisfies(report -> {
            assertThat(report.stage()).isEqualTo(ExitReport.Stage.ALREADY_EXITED);
            assertThat(report.exitCode()).hasValue(3);
            assertThat(report.stderrTail()).isEqualTo("out of credit");
        });
        assertThat(session.exitReport()).contains(exit.join());
        assertThat(agent.events()).doesNotContain("close");
    }

    @Test
    void isStillReportedAsItWasAfterAClose() {
        agent.exit(3, "");
        ExitReport before = session.exitReport().orElseThrow();

        session.close();

        assertThat(session.exitReport()).containsSame(before);
        assertThat(session.exit()).succeedsWithin(Background.PATIENCE).isSameAs(before);
    }

    @Test
    void asksNothingMoreOfTheAgentAtClose() {
        agent.exit(3, "");

        session.close();

        assertThat(agent.events()).containsExactly("open", "send initialize", "close");
    }

    @Test
    void mayBeFollowedByACloseFromWhoeverIsTold() {
        CompletableFuture<Void> closed = session.exit().thenAccept(report -> session.close());

        agent.exit(0, "");

        assertThat(closed).succeedsWithin(Background.PATIENCE);
        assertThat(agent.events()).containsOnlyOnce("close");
    }

    @Test
    void givesEveryCallerAFutureOfItsOwn() {
        CompletableFuture<ExitReport> cancelled = session.exit();
        assertThat(cancelled.cancel(true)).isTrue();

        agent.exit(0, "");

        assertThat(session.exit()).succeedsWithin(Background.PATIENCE);
    }
}
