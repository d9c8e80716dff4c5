package dev.agentsdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.message.Message;
import dev.agentsdk.message.UserInput;
import dev.agentsdk.options.CliDialect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A message that begins no turn: its empty result is nobody's answer. */
@Timeout(60)
class SilentMessageTest {

    private static final UserInput SILENT = UserInput.of("Remember this.").withoutTurn();
    private static final String INIT = "{'type':'system','subtype':'init','session_id':'s'}";
    private static final String EMPTY =
            "{'type':'result','subtype':'success','is_error':false,'num_turns':0,'result':''}";

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

    private void sayTurn(String text) {
        agent.say(INIT);
        agent.say("{'type':'assistant','message':{'model':'m','content':[{'type':'text','text':'" + text + "'}]}}");
        agent.say("{'type':'result','subtype':'success','num_turns':1,'result':'" + text + "'}");
    }

    @Test
    void itsEmptyResultIsPassedOver() {
        session.send(SILENT);
        agent.say(INIT);
        agent.say(EMPTY);
        assertThat(session.runState().turnRunning()).isFalse();
        session.send("first");
        sayTurn("one");
        session.send("second");
        sayTurn("two");

        MessageStream first = session.receiveResponse();
        assertThat(first.stream().map(Message::type)).containsExactly("system", "system", "assistant", "result");
        assertThat(first.result().result()).contains("one");
        assertThat(session.receiveResponse().result().result()).contains("two");
    }

    @Test
    void itsEmptyResultMayComeAfterTheNextMessageWasSent() {
        session.send(SILENT);
        session.send(SILENT);
        session.send("first");
        agent.say(EMPTY);
        agent.say(EMPTY);
        sayTurn("one");

        assertThat(session.receiveResponse().result().result()).contains("one");
    }

    @Test
    void amongAllMessagesItsResultIsSeen() {
        session.send(SILENT);
        agent.say(EMPTY);
        agent.exit(0, "");

        assertThat(session.receiveMessages()).extracting(Message::type).containsExactly("result");
    }

    @Test
    void itBringsNoResponse() {
        session.send(SILENT);
        agent.say(EMPTY);

        assertThatThrownBy(session::receiveResponse).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whileATurnRunsItTakesNothingFromThatTurn() {
        session.send("first");
        agent.say(INIT);
        session.send(SILENT);
        sayTurn("one");
        agent.say(EMPTY);
        session.send("second");
        sayTurn("two");

        assertThat(session.receiveResponse().result().result()).contains("one");
        assertThat(session.receiveResponse().result().result()).contains("two");
    }

    @Test
    void anOlderAgentThatMakesATurnOfItGivesItsResult() {
        session.send(SILENT);
        sayTurn("noted");
        session.send("/local");
        agent.say(EMPTY);

        assertThat(session.receiveResponse().result().result()).contains("noted");
        assertThat(session.receiveResponse().result().result()).contains("");
    }

    @Test
    void anEmptyResultOfAnotherMessageIsAnAnswer() {
        session.send("/local");
        agent.say(EMPTY);

        assertThat(session.receiveResponse().result().numTurns()).isZero();
    }

    @Test
    void anAgentThatDoesNotKnowSuchMessagesAnswersThem() {
        FakeTransport qwen = new FakeTransport();
        try (AgentSession other =
                AgentSession.open(qwen.options().dialect(CliDialect.QWEN).build())) {
            other.send(SILENT);
            qwen.say(EMPTY);

            assertThat(other.receiveResponse().result().numTurns()).isZero();
        }
    }

    @Test
    void aQueryOfSuchAMessageEnds() {
        FakeTransport asked = new FakeTransport();
        asked.on("user", message -> asked.say(EMPTY));
        try (AgentQuery query = AgentQuery.start(SILENT, asked.options().build())) {
            assertThat(query.result().numTurns()).isZero();
        }
    }
}
