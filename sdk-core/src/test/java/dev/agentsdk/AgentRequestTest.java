package dev.agentsdk;

import static dev.agentsdk.internal.session.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.internal.session.Background;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.permission.PermissionDecision;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the agent asks of a session. */
@Timeout(60)
class AgentRequestTest {

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
    void aRequestThatIsNotSupportedIsRefused() {
        agent.say("{'type':'control_request','request_id':'cli-1','request':{'subtype':'something_new','url':'x'}}");

        assertThat(agent.awaitSent("control_response").get("response"))
                .hasToString(json("{'subtype':'error','request_id':'cli-1',"
                        + "'error':'This SDK does not support the control request subtype something_new.'}"));
    }

    @Test
    void aRequestWithoutSubtypeIsRefusedToo() {
        agent.say("{'type':'control_request','request_id':'cli-1'}");

        assertThat(agent.awaitSent("control_response").at("/response/error").asText())
                .isEqualTo("The control request has no subtype.");
    }

    @Test
    void aRequestWithoutIdIsNotAnsweredAndTheSessionLivesOn() {
        agent.say("{'type':'control_request','request':{'subtype':'can_use_tool'}}");
        agent.say("{'type':'control_request','request_id':true,'request':{'subtype':'can_use_tool'}}");
        agent.say("{'type':'control_request','request_id':'cli-2','request':{'subtype':'can_use_tool'}}");

        assertThat(agent.awaitSent("control_response")
                        .at("/response/request_id")
                        .asText())
                .isEqualTo("cli-2");
        session.close();
        assertThat(agent.events()).containsOnlyOnce("send control_response");
    }

    /** The agent compares ids, and a number is not equal to its digits. */
    @ParameterizedTest
    @ValueSource(strings = {"7", "-1", "9007199254740993", "1.5"})
    void anIdThatIsANumberIsAnsweredAsANumber(String id) {
        agent.say("{'type':'control_request','request_id':" + id + ",'request':{'subtype':'something_new'}}");

        assertThat(agent.awaitSent("control_response").at("/response/request_id"))
                .hasToString(id);
    }

    @Test
    void aNumberAndItsDigitsAreTwoIds() {
        agent.say("{'type':'control_request','request_id':7,'request':{'subtype':'x'}}");
        agent.say("{'type':'control_request','request_id':'7','request':{'subtype':'x'}}");

        agent.awaitEvents(events ->
                events.stream().filter("send control_response"::equals).count() == 2);
        assertThat(agent.sent().stream()
                        .filter(frame -> frame.path("type").asText().equals("control_response"))
                        .map(frame -> frame.at("/response/request_id").toString()))
                .containsExactlyInAnyOrder("7", "\"7\"");
    }

    @Test
    void aRequestThatCannotBeReadIsRefusedByItsNumber() {
        agent.say("{'type':'control_request','request_id':8,'request':{'a':" + "[".repeat(2000) + "]".repeat(2000)
                + "}}");

        assertThat(agent.awaitSent("control_response").at("/response/request_id"))
                .hasToString("8");
    }

    @Test
    void aNumberTakesARequestBack() {
        CountDownLatch cancelled = new CountDownLatch(1);
        session.close();
        FakeTransport other = new FakeTransport();
        AgentOptions options = other.options()
                .permissionCallback((question, cancellation) -> {
                    other.say("{'type':'control_cancel_request','request_id':9}");
                    cancellation.onCancel(cancelled::countDown);
                    return PermissionDecision.allow();
                })
                .build();
        try (AgentSession second = AgentSession.open(options)) {
            assertThat(second.exitReport()).isEmpty();
            other.say("{'type':'control_request','request_id':9,'request':{'subtype':'can_use_tool',"
                    + "'tool_name':'Bash','input':{}}}");
            assertThat(Background.run(() -> cancelled.await(10, TimeUnit.SECONDS))
                            .outcome())
                    .succeedsWithin(Background.PATIENCE)
                    .isEqualTo(true);
        }
        assertThat(other.events()).doesNotContain("send control_response");
    }

    @Test
    void whatTheAgentTakesBackIsNotAnswered() {
        agent.say("{'type':'control_cancel_request','request_id':'cli-1'}");
        agent.say("{'type':'control_request','request_id':'cli-2','request':{'subtype':'x'}}");

        agent.awaitSent("control_response");
        session.close();
        assertThat(agent.events()).containsOnlyOnce("send control_response");
    }

    @Test
    void requestsAreNoMessages() {
        agent.say("{'type':'control_request','request_id':'cli-1','request':{'subtype':'x'}}");
        agent.say("{'type':'result','subtype':'success'}");

        assertThat(session.receiveResponse()).hasSize(1);
    }

    @Test
    void anAnswerThatTheAgentDoesNotReadHoldsUpNoMessageAndNoOtherAnswer() throws InterruptedException {
        CountDownLatch bothAnswering = new CountDownLatch(2);
        CountDownLatch released = new CountDownLatch(1);
        agent.on("control_response", frame -> {
            bothAnswering.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        agent.say("{'type':'control_request','request_id':'cli-1','request':{'subtype':'x'}}");
        agent.say("{'type':'control_request','request_id':'cli-2','request':{'subtype':'can_use_tool'}}");
        agent.say("{'type':'result','subtype':'success'}");

        assertThat(session.receiveResponse().result().subtype()).isEqualTo("success");
        assertThat(bothAnswering.await(Background.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        released.countDown();
    }

    @Test
    void anAnswerThatCannotBeWrittenAnyMoreHarmsNobody() {
        agent.closeStdin();
        agent.say("{'type':'control_request','request_id':'cli-1','request':{'subtype':'x'}}");
        agent.say("{'type':'result','subtype':'success'}");

        assertThat(session.receiveResponse().result().subtype()).isEqualTo("success");
        assertThat(agent.events()).doesNotContain("send control_response");
    }

    @Test
    void aCloseEndsTheWriteOfAnAnswer() throws InterruptedException {
        CountDownLatch answering = new CountDownLatch(1);
        CompletableFuture<String> outcome = new CompletableFuture<>();
        agent.on("control_response", frame -> {
            answering.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                outcome.complete("interrupted");
            }
        });
        agent.say("{'type':'control_request','request_id':'cli-1','request':{'subtype':'x'}}");
        answering.await();

        session.close();

        assertThat(outcome).succeedsWithin(Background.PATIENCE).isEqualTo("interrupted");
    }
}
