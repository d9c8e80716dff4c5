package dev.agentsdk;

import static dev.agentsdk.internal.session.JsonText.json;
import static dev.agentsdk.internal.session.JsonText.jsonBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.errors.ControlException;
import dev.agentsdk.errors.SkippedResultException;
import dev.agentsdk.internal.session.Background;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.SkippedLine;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A result that cannot be delivered ends its turn with an error, and no other turn. */
@Timeout(60)
class SkippedResultTest {

    /** As results of claude 2.1 begin: the type stands behind what is kept of the line. */
    private static final String UNKNOWN = "{'duration_ms':5,'is_error':false,'usage':{'type':'x'},'result':'aaaaaaa";

    private static final String ANSWER = "{'type':'assistant','message':{'model':'m','content':[]}}";
    private static final String RESULT = "{'type':'result','subtype':'success','result':'%s'}";

    private final FakeTransport agent = new FakeTransport();
    private AgentSession session;

    @BeforeEach
    void send() {
        session = agent.session();
        session.send("Hello");
        agent.say(ANSWER);
    }

    @AfterEach
    void close() {
        session.close();
    }

    private void oversize(String head) {
        agent.deliver(listener -> listener.onOversizeLine(20_000_000, jsonBytes(head)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'type':'result','result':'aaaa", UNKNOWN, "{'subtype':'success','type':'result','resu"})
    void aResultOverTheLimitEndsTheTurnWithAnError(String head) {
        oversize(head);
        Iterator<Message> messages = session.receiveResponse().iterator();

        assertThat(messages.next().type()).isEqualTo("assistant");
        assertThat(messages.next()).isEqualTo(new SkippedLine(SkippedLine.Reason.OVERSIZE, 20_000_000, json(head)));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(messages::hasNext)
                    .isInstanceOfSatisfying(
                            SkippedResultException.class,
                            e -> assertThat(e.line().size()).isEqualTo(20_000_000))
                    .hasMessageContaining("Raise SessionLimits.maxLineBytes.");
        }
        assertThat(session.runState().turnRunning()).isFalse();
        assertThat(session.whenRunFinished()).isCompleted();
    }

    @Test
    void theNextTurnHasItsOwnResult() {
        oversize(UNKNOWN);
        assertThatThrownBy(() -> session.receiveResponse().result()).isInstanceOf(SkippedResultException.class);

        session.send("again");
        agent.say(ANSWER);
        agent.say(RESULT.formatted("second"));

        assertThat(session.receiveResponse().result().result()).contains("second");
    }

    /** It was no result: the one of its turn comes later, and is not that of the next turn. */
    @Test
    void aLateResultIsNotThatOfTheNextTurn() {
        oversize(UNKNOWN);
        assertThatThrownBy(() -> session.receiveResponse().result()).isInstanceOf(SkippedResultException.class);
        agent.say(ANSWER);
        assertThat(session.runState().turnRunning()).isTrue();

        session.send("again");
        agent.say(RESULT.formatted("first"));
        agent.say(ANSWER);
        agent.say(RESULT.formatted("second"));

        assertThat(session.receiveResponse().result().result()).contains("second");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'type':'assistant','message':", "{'type':'stream_event'", "{'type':'user'"})
    void anotherLineOverTheLimitEndsNothing(String head) {
        oversize(head);
        agent.say(RESULT.formatted("one"));

        assertThat(session.receiveResponse().result().result()).contains("one");
    }

    @Test
    void betweenTurnsALineOverTheLimitEndsNothing() {
        agent.say(RESULT.formatted("one"));
        oversize(UNKNOWN);
        assertThat(session.receiveResponse().result().result()).contains("one");

        session.send("again");
        agent.say(RESULT.formatted("two"));
        assertThat(session.receiveResponse().result().result()).contains("two");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'result','result':tru}",
                "{'is_error':,'type':'result'}",
                "{,'type':'result','a':'b'",
                "{'type':'result'} x",
                "{'type':'assistant','message':{}}{'type':'result','subtype':'success'}"
            })
    void aMalformedResultEndsTheTurnWithAnError(String line) {
        agent.say(line);
        Iterator<Message> messages = session.receiveResponse().iterator();

        assertThat(messages.next().type()).isEqualTo("assistant");
        assertThat(messages.next()).isInstanceOf(SkippedLine.class);
        assertThatThrownBy(messages::hasNext)
                .isInstanceOf(SkippedResultException.class)
                .hasMessageStartingWith("The result of the turn cannot be read");
    }

    @Test
    void aResultThatIsNestedTooDeeplyEndsTheTurnWithAnError() {
        agent.say("{'type':'result','structured_output':" + "[".repeat(2000) + "]".repeat(2000) + "}");

        assertThatThrownBy(() -> session.receiveResponse().result())
                .isInstanceOf(SkippedResultException.class)
                .hasMessageContaining("nested too deeply");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{broken", "{'type':'assistant',,", "{'a':'{\\u0022type\\u0022:\\u0022result\\u0022}'"})
    void anotherMalformedLineEndsNothing(String line) {
        agent.say(line);
        agent.say(RESULT.formatted("one"));

        assertThat(session.receiveResponse().result().result()).contains("one");
    }

    @Test
    void aQueryEndsTooAndItsInputIsEnded() {
        FakeTransport asked = new FakeTransport();
        asked.on(
                "user", question -> asked.deliver(listener -> listener.onOversizeLine(20_000_000, jsonBytes(UNKNOWN))));

        try (AgentQuery query = AgentQuery.start("2 + 2?", asked.options().build())) {
            assertThatThrownBy(query::result).isInstanceOf(SkippedResultException.class);
            assertThat(asked.events()).endsWith("endInput");
        }
    }

    @Test
    void aSubscriberGetsTheError() {
        oversize(UNKNOWN);
        List<String> types = new ArrayList<>();
        CompletableFuture<Throwable> error = new CompletableFuture<>();
        session.responsePublisher().subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(Message message) {
                types.add(message.type());
            }

            @Override
            public void onError(Throwable why) {
                error.complete(why);
            }

            @Override
            public void onComplete() {
                error.completeExceptionally(new AssertionError("completed"));
            }
        });

        assertThat(error).succeedsWithin(Background.PATIENCE).isInstanceOf(SkippedResultException.class);
        assertThat(types).containsExactly("assistant", "sdk_skipped_line");
    }

    @Test
    void allMessagesContinue() {
        oversize(UNKNOWN);
        agent.say(RESULT.formatted("late"));
        agent.exit(0, "");

        assertThat(session.receiveMessages())
                .extracting(Message::type)
                .containsExactly("assistant", "sdk_skipped_line", "result");
    }

    @Test
    void anAnswerOverTheLimitFailsItsRequestAtOnce() {
        agent.on(
                "mcp_status",
                request -> oversize("{'type':'control_response','response':{'request_id':"
                        + request.get("request_id").toString().replace('"', '\'')
                        + ",'response':{'a':'aaaaaaa"));

        assertThatThrownBy(() -> session.request("mcp_status", Map.of()))
                .isInstanceOf(ControlException.class)
                .hasMessageContaining("over SessionLimits.maxLineBytes");
    }

    @Test
    void aRequestOverTheLimitIsRefused() {
        oversize("{'type':'control_request','request_id':'cli-1','request':{'subtype':'mcp_message','message':{");

        assertThat(agent.awaitSent("control_response").at("/response/subtype").asText())
                .isEqualTo("error");
    }
}
