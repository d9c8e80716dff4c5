package dev.agentsdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.errors.CliExitedException;
import dev.agentsdk.errors.ControlException;
import dev.agentsdk.errors.ControlTimeoutException;
import dev.agentsdk.errors.ResponseTimeoutException;
import dev.agentsdk.errors.TransportClosedException;
import dev.agentsdk.history.SessionKey;
import dev.agentsdk.history.SessionStore;
import dev.agentsdk.history.SessionStoreException;
import dev.agentsdk.internal.session.Background;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.message.Message;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.SessionLimits;
import dev.agentsdk.options.TimeoutAction;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Waiting for messages with a limit, and waiting where nothing can come. */
@Timeout(60)
class TimeLimitsTest {

    private static final Duration SHORT = Duration.ofMillis(30);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final String ANSWER =
            "{'type':'assistant','message':{'model':'m','content':[{'type':'text','text':'4'}]}}";
    private static final String RESULT = "{'subtype':'success','result':'4','type':'result'}";

    record Sum(int value) {}

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
    void aResponseWithoutAMessageFailsAtOnce() {
        assertThatThrownBy(session::receiveResponse)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("There is no response to wait for: no message was sent in this session.");
        assertThatThrownBy(session::responsePublisher).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> session.receiveResponse(LONG, TimeoutAction.CONTINUE))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aTurnThatTheAgentBeginsByItselfIsAResponse() {
        agent.say(ANSWER);
        MessageStream response = session.receiveResponse();
        agent.say(RESULT);

        assertThat(response.result().result()).contains("4");
    }

    @Test
    void afterTheEndOfTheSessionTheEndIsReported() {
        session.close();

        assertThatThrownBy(() -> session.receiveResponse().result()).isInstanceOf(TransportClosedException.class);
    }

    @Test
    void theNextMessageIsAwaitedUntilTheLimitAndNothingIsLost() {
        session.send("2 + 2?");
        MessageStream response = session.receiveResponse();
        long start = System.nanoTime();

        assertThatThrownBy(() -> response.next(SHORT))
                .isInstanceOfSatisfying(
                        ResponseTimeoutException.class,
                        e -> assertThat(e.timeout()).isEqualTo(SHORT))
                .hasMessageStartingWith("Timeout: a message did not come within 30 ms.");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(SHORT);

        agent.say(ANSWER);
        agent.say(RESULT);
        assertThat(response.next(Duration.ZERO)).get().extracting(Message::type).isEqualTo("assistant");
        assertThat(response.next(LONG)).get().extracting(Message::type).isEqualTo("result");
        assertThat(response.next(LONG)).isEmpty();
    }

    @Test
    void aMessageEndsTheWaitBeforeTheLimit() {
        session.send("2 + 2?");
        MessageStream response = session.receiveResponse();
        Background.Running<String> taking =
                Background.run(() -> response.next(LONG).orElseThrow().type());
        Background.awaitWaiting(taking.thread());

        agent.say(ANSWER);

        assertThat(taking.outcome()).succeedsWithin(Background.PATIENCE).isEqualTo("assistant");
    }

    @Test
    void theEndOfTheAgentEndsTheWaitBeforeTheLimit() {
        session.send("2 + 2?");
        MessageStream response = session.receiveResponse();
        Background.Running<Boolean> taking = Background.run(() -> {
            assertThatThrownBy(() -> response.next(LONG)).isInstanceOf(CliExitedException.class);
            return true;
        });
        Background.awaitWaiting(taking.thread());

        agent.exit(1, "");

        assertThat(taking.outcome()).succeedsWithin(Background.PATIENCE).isEqualTo(true);
    }

    @Test
    void aResultIsAwaitedUntilTheLimit() {
        session.send("2 + 2?");
        agent.say(ANSWER);
        MessageStream response = session.receiveResponse();

        assertThatThrownBy(() -> response.result(SHORT))
                .isInstanceOf(ResponseTimeoutException.class)
                .hasMessageStartingWith("Timeout: the result of the turn did not come within 30 ms.");

        agent.say(RESULT);
        assertThat(response.result(LONG).result()).contains("4");
    }

    @Test
    void aTurnThatContinuesIsLeftAlone() {
        session.send("2 + 2?");
        MessageStream response = session.receiveResponse(SHORT, TimeoutAction.CONTINUE);

        assertThatThrownBy(response::result).isInstanceOf(ResponseTimeoutException.class);

        assertThat(agent.events()).doesNotContain("send interrupt", "close");
        assertThat(session.runState().turnRunning()).isTrue();
        agent.say(RESULT);
        assertThat(session.receiveResponse().result().result()).contains("4");
    }

    @Test
    void aTurnIsInterruptedAtTheLimitAndTheNextOneHasItsOwnResult() {
        agent.on("interrupt", request -> {
            agent.succeed(request);
            agent.say("{'type':'result','subtype':'error_during_execution','terminal_reason':'aborted_streaming'}");
        });
        session.send("first");
        agent.say(ANSWER);
        Iterator<Message> response =
                session.receiveResponse(SHORT, TimeoutAction.INTERRUPT_TURN).iterator();
        assertThatThrownBy(() -> {
                    while (response.hasNext()) {
                        response.next();
                    }
                })
                .isInstanceOf(ResponseTimeoutException.class);
        assertThat(agent.events()).containsOnlyOnce("send interrupt");
        assertThatThrownBy(response::hasNext).isInstanceOf(ResponseTimeoutException.class);
        assertThat(agent.events()).containsOnlyOnce("send interrupt");

        session.send("second");
        agent.say(ANSWER);
        agent.say(RESULT);
        assertThat(session.receiveResponse(LONG, TimeoutAction.INTERRUPT_TURN)
                        .result()
                        .result())
                .contains("4");
    }

    @Test
    void anAgentThatRefusesTheInterruptionIsReportedWithTheTimeout() {
        agent.on("interrupt", request -> agent.answer(request, "'subtype':'error','error':'no'"));
        session.send("first");

        assertThatThrownBy(() -> session.receiveResponse(SHORT, TimeoutAction.INTERRUPT_TURN)
                        .result())
                .isInstanceOfSatisfying(
                        ResponseTimeoutException.class,
                        e -> assertThat(e.getSuppressed()).singleElement().isInstanceOf(ControlException.class));
    }

    @Test
    void theSessionIsClosedAtTheLimit() {
        session.send("first");

        assertThatThrownBy(() -> session.receiveResponse(SHORT, TimeoutAction.CLOSE_SESSION)
                        .result())
                .isInstanceOf(ResponseTimeoutException.class);

        assertThat(agent.events()).contains("close");
        assertThat(session.exitReport()).isPresent();
    }

    /** A turn that never pauses must not escape its limit. */
    @Test
    void aFloodOfMessagesDoesNotDeferTheLimitOfATurn() {
        session.send("first");
        MessageStream response = session.receiveResponse(SHORT, TimeoutAction.CONTINUE);
        Iterator<Message> messages = response.iterator();

        assertThatThrownBy(() -> {
                    while (true) {
                        agent.say(ANSWER);
                        messages.next();
                    }
                })
                .isInstanceOf(ResponseTimeoutException.class);
    }

    @ParameterizedTest
    @EnumSource(TimeoutAction.class)
    void aResponseWithinTheLimitIsAsWithoutOne(TimeoutAction action) {
        session.send("2 + 2?");
        agent.say(ANSWER);
        agent.say(RESULT);

        assertThat(session.receiveResponse(LONG, action).stream().map(Message::type))
                .containsExactly("assistant", "result");
        assertThat(agent.events()).containsExactly("open", "send initialize", "send user");
    }

    @Test
    void limitsMustBePositive() {
        session.send("2 + 2?");
        for (Duration timeout : List.of(Duration.ZERO, Duration.ofMillis(-1))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> session.receiveResponse(timeout, TimeoutAction.CONTINUE));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> session.receiveResponse().result(timeout));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> AgentQuery.ask("x", agent.options().build(), timeout));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> session.receiveResponse().next(Duration.ofMillis(-1)));
    }

    @Test
    void aQuestionIsGivenUpAtTheLimitAndTheAgentIsGone() {
        FakeTransport silent = new FakeTransport();

        assertThatThrownBy(() -> AgentQuery.ask("2 + 2?", silent.options().build(), SHORT))
                .isInstanceOf(ResponseTimeoutException.class);
        assertThat(silent.events()).endsWith("close");
    }

    @Test
    void theHandshakeIsPartOfTheQuestion() {
        FakeTransport silent = new FakeTransport();
        silent.on("initialize", request -> {});

        assertThatThrownBy(() -> AgentQuery.ask("2 + 2?", silent.options().build(), SHORT))
                .isInstanceOf(ResponseTimeoutException.class)
                .hasCauseInstanceOf(ControlTimeoutException.class);
        assertThat(silent.events()).endsWith("close");
    }

    /** The transport gets the deadline of the question, and what waits for a session store ends at it. */
    @Test
    void allThatIsWaitedForBeforeTheQuestionHasItsLimit() {
        SessionStore hanging = new SessionStore() {
            @Override
            public void append(SessionKey key, List<RawJson> entries) {}

            @Override
            public Optional<List<RawJson>> load(SessionKey key) throws InterruptedException {
                new CountDownLatch(1).await();
                return Optional.empty();
            }
        };
        AgentOptions options = new FakeTransport()
                .options()
                .sessionStore(hanging)
                .resume("00000001-0000-4000-8000-000000000000")
                .build();

        assertThatThrownBy(() -> AgentQuery.ask("2 + 2?", options, SHORT))
                .isInstanceOf(ResponseTimeoutException.class)
                .hasMessageEndingWith("The agent was ended.")
                .hasCauseInstanceOf(SessionStoreException.class);

        FakeTransport agent = new FakeTransport();
        agent.on("user", question -> agent.say(RESULT));
        AgentQuery.ask("2 + 2?", agent.options().build(), LONG);
        assertThat(Duration.ofNanos(agent.startDeadline().remainingNanos())).isBetween(LONG.dividedBy(2), LONG);
    }

    @Test
    void aLimitOfAllTimeHidesNoOtherFailure() {
        FakeTransport silent = new FakeTransport();
        silent.on("initialize", request -> {});
        AgentOptions options = silent.options()
                .limits(SessionLimits.defaults().withInitializeTimeout(SHORT))
                .build();

        assertThatThrownBy(() -> AgentQuery.ask("2 + 2?", options, ChronoUnit.FOREVER.getDuration()))
                .isInstanceOf(ControlTimeoutException.class);
        assertThat(silent.events()).endsWith("close");
    }

    @Test
    void aQuestionIsAnsweredWithinItsLimit() {
        FakeTransport quick = new FakeTransport();
        quick.on(
                "user", question -> quick.say("{'type':'result','subtype':'success','structured_output':{'value':4}}"));

        assertThat(AgentQuery.ask("2 + 2?", quick.options().build(), Sum.class, LONG))
                .isEqualTo(new Sum(4));
        FakeTransport again = new FakeTransport();
        again.on("user", question -> again.say(RESULT));
        assertThat(AgentQuery.ask("2 + 2?", again.options().build(), LONG).result())
                .contains("4");
    }

    @Test
    void aQueryThatHasTimedOutContinues() {
        FakeTransport slow = new FakeTransport();
        CountDownLatch asked = new CountDownLatch(1);
        slow.on("user", question -> asked.countDown());
        try (AgentQuery query = AgentQuery.start("2 + 2?", slow.options().build())) {
            assertThat(asked.getCount()).isZero();
            assertThatThrownBy(() -> query.result(SHORT)).isInstanceOf(ResponseTimeoutException.class);
            assertThatThrownBy(() -> query.next(SHORT)).isInstanceOf(ResponseTimeoutException.class);
            slow.say(RESULT);
            assertThat(query.next(LONG)).get().extracting(Message::type).isEqualTo("result");
            assertThat(query.next(LONG)).isEmpty();
            assertThat(query.result(LONG).result()).contains("4");
        }
    }
}
