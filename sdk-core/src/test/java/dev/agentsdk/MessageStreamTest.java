package dev.agentsdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.errors.AgentInterruptedException;
import dev.agentsdk.internal.session.Background;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.ResultMessage;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Taking the messages of a turn, and of all turns, as long as all goes well. */
@Timeout(60)
class MessageStreamTest {

    private static final String RESULT = "{'subtype':'success','is_error':false,'result':'%s','type':'result'}";

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
        agent.say("{'type':'system','subtype':'init','session_id':'s'}");
        agent.say("{'type':'assistant','message':{'model':'m','content':[{'type':'text','text':'" + text + "'}]}}");
        agent.say(RESULT.formatted(text));
    }

    private static List<String> types(Iterable<Message> messages) {
        List<String> types = new ArrayList<>();
        messages.forEach(message -> types.add(message.type()));
        return types;
    }

    @Test
    void aResponseEndsWithItsResult() {
        sayTurn("one");
        sayTurn("two");

        assertThat(types(session.receiveResponse())).containsExactly("system", "assistant", "result");
    }

    @Test
    void theNextResponseBeginsBehindTheResult() {
        sayTurn("one");
        sayTurn("two");

        assertThat(session.receiveResponse().result().result()).contains("one");
        assertThat(session.receiveResponse().result().result()).contains("two");
    }

    @Test
    void aResponseHasNothingMoreAfterItsResult() {
        sayTurn("one");
        Iterator<Message> messages = session.receiveResponse().iterator();
        for (int i = 0; i < 3; i++) {
            assertThat(messages.hasNext()).isTrue();
            messages.next();
        }

        assertThat(messages.hasNext()).isFalse();
        assertThatThrownBy(messages::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void askingSeveralTimesWhetherThereIsMoreLosesNothing() {
        sayTurn("one");
        Iterator<Message> messages = session.receiveResponse().iterator();

        assertThat(messages.hasNext()).isTrue();
        assertThat(messages.hasNext()).isTrue();
        assertThat(messages.next().type()).isEqualTo("system");
        assertThat(messages.next().type()).isEqualTo("assistant");
    }

    @Test
    void aStreamIsGoneThroughOnce() {
        sayTurn("one");
        MessageStream response = session.receiveResponse();

        assertThat(response.iterator()).isSameAs(response.iterator());
        assertThat(types(response)).hasSize(3);
        assertThat(types(response)).isEmpty();
    }

    @Test
    void theResultThatWasTakenByIteratingIsGivenAgain() {
        sayTurn("one");
        MessageStream response = session.receiveResponse();
        Message last = response.stream().reduce((first, second) -> second).orElseThrow();

        assertThat(response.result()).isSameAs(last);
        assertThat(response.result()).isSameAs(last);
    }

    @Test
    void theResultPassesOverTheMessagesBeforeItThatWereNotTaken() {
        sayTurn("one");
        MessageStream response = session.receiveResponse();
        assertThat(response.iterator().next().type()).isEqualTo("system");

        ResultMessage result = response.result();

        assertThat(result.result()).contains("one");
        assertThat(types(response)).isEmpty();
    }

    @Test
    void isAStreamToo() {
        sayTurn("one");

        assertThat(session.receiveResponse().stream().map(Message::type))
                .containsExactly("system", "assistant", "result");
    }

    @Test
    void aStreamTakesNoMoreThanItsPipelineNeeds() {
        sayTurn("one");
        sayTurn("two");

        assertThat(session.receiveMessages().stream().limit(2).map(Message::type))
                .containsExactly("system", "assistant");
        assertThat(session.receiveResponse().result().result()).contains("one");
    }

    @Test
    void allMessagesGoOnOverSeveralTurnsToTheEndOfTheAgent() {
        sayTurn("one");
        sayTurn("two");
        agent.exit(0, "");

        assertThat(types(session.receiveMessages()))
                .containsExactly("system", "assistant", "result", "system", "assistant", "result");
    }

    @Test
    void anIterationWaitsForTheAgent() {
        session.send("Hello");
        Iterator<Message> messages = session.receiveResponse().iterator();
        Background.Running<Message> taking = Background.run(messages::next);
        Background.awaitWaiting(taking.thread());

        agent.say(RESULT.formatted("one"));

        assertThat(taking.outcome())
                .succeedsWithin(Background.PATIENCE)
                .extracting(Message::type)
                .isEqualTo("result");
    }

    @Test
    void everyMessageGoesToOneStreamOnly() {
        sayTurn("one");

        assertThat(session.receiveMessages().iterator().next().type()).isEqualTo("system");
        assertThat(types(session.receiveResponse())).containsExactly("assistant", "result");
    }

    @Test
    void anInterruptEndsTheWaitAndNotTheSession() {
        session.send("Hello");
        MessageStream response = session.receiveResponse();
        Background.Running<Boolean> taking = Background.run(() -> {
            assertThatThrownBy(response.iterator()::hasNext)
                    .isInstanceOf(AgentInterruptedException.class)
                    .hasMessage("Interrupted while waiting for a message of the agent.");
            return Thread.currentThread().isInterrupted();
        });
        Background.awaitWaiting(taking.thread());

        taking.thread().interrupt();

        assertThat(taking.outcome()).succeedsWithin(Background.PATIENCE).isEqualTo(true);
        agent.say(RESULT.formatted("one"));
        assertThat(response.result().result()).contains("one");
    }

    @Test
    void messagesKeepTheirOrderAcrossThreads() {
        int count = 20_000;
        Background.Running<Boolean> saying = Background.run(() -> {
            for (int i = 0; i < count; i++) {
                agent.say("{'type':'n" + i + "'}");
            }
            agent.exit(0, "");
            return true;
        });

        int next = 0;
        for (Message message : session.receiveMessages()) {
            assertThat(message.type()).isEqualTo("n" + next);
            next++;
        }

        assertThat(next).isEqualTo(count);
        assertThat(saying.outcome()).succeedsWithin(Background.PATIENCE);
    }
}
