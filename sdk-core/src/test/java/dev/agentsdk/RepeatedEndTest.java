package dev.agentsdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.message.AssistantMessage;
import dev.agentsdk.message.Message;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An agent that ends an interrupted turn twice does not end the next turn with that. */
@Timeout(60)
class RepeatedEndTest {

    private static final String ABORTED = "{'type':'result','subtype':'error_during_execution','is_error':true,"
            + "'terminal_reason':'aborted_streaming'}";

    private final FakeTransport agent = new FakeTransport();
    private AgentSession session;

    @BeforeEach
    void interruptATurn() {
        session = agent.session();
        session.send("first");
        answer("thinking");
        agent.on("interrupt", request -> {
            agent.succeed(request);
            agent.say(ABORTED);
        });
        session.interrupt();
    }

    @AfterEach
    void close() {
        session.close();
    }

    private void answer(String text) {
        agent.say("{'type':'assistant','message':{'model':'m','content':[{'type':'text','text':'" + text + "'}]}}");
    }

    private void result(String text) {
        agent.say("{'type':'result','subtype':'success','result':'" + text + "'}");
    }

    private List<String> texts(MessageStream messages) {
        List<String> texts = new ArrayList<>();
        for (Message message : messages) {
            if (message instanceof AssistantMessage answer) {
                texts.add(answer.text());
            }
        }
        return texts;
    }

    @Test
    void inTheNextTurnItIsPassedOver() {
        session.send("second");
        agent.say("{'type':'system','subtype':'init'}");
        agent.say(ABORTED);
        assertThat(session.runState().turnRunning()).isTrue();
        answer("second turn");
        result("second");

        MessageStream response = session.receiveResponse();
        assertThat(texts(response)).containsExactly("thinking", "second turn");
        assertThat(response.result().result()).contains("second");
        assertThat(session.runState().turnRunning()).isFalse();
    }

    @Test
    void beforeTheNextTurnItIsPassedOver() {
        agent.say(ABORTED);
        session.send("second");
        answer("second turn");
        result("second");

        MessageStream response = session.receiveResponse();
        assertThat(texts(response)).containsExactly("thinking", "second turn");
        assertThat(response.result().result()).contains("second");
    }

    @Test
    void theNextTurnIsEndedByAnInterruptionOfItsOwn() {
        session.send("second");
        session.interrupt();

        assertThat(session.receiveResponse().result().isInterrupted()).isTrue();
        assertThat(session.runState().turnRunning()).isFalse();
    }

    @Test
    void theNextTurnIsEndedWhenItIsAbortedAfterItHasSaidSomething() {
        session.send("second");
        answer("second turn");
        agent.say(ABORTED);

        MessageStream response = session.receiveResponse();
        assertThat(texts(response)).containsExactly("thinking", "second turn");
        assertThat(response.result().isInterrupted()).isTrue();
    }

    /** Older CLIs give no reason: a failure without one may be the failure of the next turn. */
    @Test
    void theNextTurnIsEndedByAFailureWithoutAReason() {
        session.send("second");
        agent.say("{'type':'result','subtype':'error_during_execution','is_error':true,'errors':['no network']}");

        assertThat(session.receiveResponse().result().errorText()).isEqualTo("no network");
    }
}
