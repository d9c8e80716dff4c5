package dev.agentsdk;

import static dev.agentsdk.internal.session.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.errors.AgentInterruptedException;
import dev.agentsdk.errors.CliExitedException;
import dev.agentsdk.errors.ControlException;
import dev.agentsdk.errors.ControlTimeoutException;
import dev.agentsdk.errors.TransportClosedException;
import dev.agentsdk.internal.session.Background;
import dev.agentsdk.options.SessionLimits;
import dev.agentsdk.permission.PermissionMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a session asks of the agent. */
@Timeout(60)
@Tag("R-61")
class ControlRequestTest {

    private static final String MESSAGE = "{'type':'assistant','message':{'model':'m','content':'%s'}}";

    private final FakeTransport agent = new FakeTransport();
    private AgentSession session;

    private AgentSession open(SessionLimits limits) {
        session = AgentSession.open(agent.options().limits(limits).build());
        return session;
    }

    private AgentSession open() {
        return open(SessionLimits.defaults());
    }

    @AfterEach
    void close() {
        session.close();
    }

    private JsonNode sentRequest(String subtype) {
        JsonNode frame = agent.awaitSent(subtype);
        assertThat(frame.get("type").asText()).isEqualTo("control_request");
        assertThat(frame.get("request_id").asText()).matches("req_2_[0-9a-f]{8}");
        return frame.get("request");
    }

    @Test
    void interruptsTheTurn() {
        open().interrupt();

        assertThat(sentRequest("interrupt")).hasToString(json("{'subtype':'interrupt'}"));
    }

    @Test
    void changesTheModel() {
        agent.on("set_model", agent::succeed);

        open().setModel("opus");

        assertThat(sentRequest("set_model")).hasToString(json("{'subtype':'set_model','model':'opus'}"));
    }

    @Test
    void asksForTheDefaultModelWithAnExplicitNull() {
        agent.on("set_model", agent::succeed);

        open().setModel(null);

        assertThat(sentRequest("set_model")).hasToString(json("{'subtype':'set_model','model':null}"));
    }

    @Test
    void changesThePermissionMode() {
        agent.on("set_permission_mode", agent::succeed);

        open().setPermissionMode(PermissionMode.ACCEPT_EDITS);

        assertThat(sentRequest("set_permission_mode"))
                .hasToString(json("{'subtype':'set_permission_mode','mode':'acceptEdits'}"));
    }

    @Test
    void sendsAnyOtherRequestAndGivesBackTheAnswerAsItWasWritten() {
        agent.on("mcp_toggle", request -> agent.answer(request, "'subtype':'success','response':{ 'n' : 1.10 }"));

        assertThat(open().request("mcp_toggle", Map.of("servers", Arrays.asList("gh", null)))
                        .text())
                .isEqualTo(json("{ 'n' : 1.10 }"));

        assertThat(sentRequest("mcp_toggle")).hasToString(json("{'subtype':'mcp_toggle','servers':['gh',null]}"));
    }

    @Test
    void anAnswerWithoutContentIsAnEmptyObject() {
        agent.on("mcp_reconnect", request -> agent.answer(request, "'subtype':'success'"));

        assertThat(open().request("mcp_reconnect", Map.of()).text()).isEqualTo("{}");
    }

    @Test
    void aRefusalIsThrownAndTheSessionLivesOn() {
        agent.on(
                "set_model",
                request -> agent.answer(request, "'subtype':'error','error':'no such model','error_code':'bad'"));

        assertThatThrownBy(() -> open().setModel("x"))
                .isInstanceOfSatisfying(ControlException.class, e -> {
                    assertThat(e.subtype()).isEqualTo("set_model");
                    assertThat(e.errorCode()).contains("bad");
                })
                .hasMessage("no such model");
        session.interrupt();
        assertThat(agent.events()).contains("send interrupt");
    }

    @Test
    void anAnswerThatDoesNotComeInTimeIsGivenUpAndALateOneIgnored() {
        open(SessionLimits.defaults().withControlTimeout(Duration.ofMillis(30)));
        long start = System.nanoTime();

        assertThatThrownBy(() -> session.request("mcp_status", Map.of()))
                .isInstanceOfSatisfying(
                        ControlTimeoutException.class,
                        e -> assertThat(e.timeout()).isEqualTo(Duration.ofMillis(30)))
                .hasMessage("Control request timeout: mcp_status was not answered within 30 ms. The agent is busy or"
                        + " does not know the request; SessionLimits.controlTimeout sets the time, or"
                        + " ControlRequest.withTimeout for one request.");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(30));

        agent.succeed(agent.awaitSent("mcp_status"));
        assertThat(session.statistics().strayAnswers()).isEqualTo(1);
        session.interrupt();
    }

    @Test
    void theEndOfTheAgentFailsARequestAtOnceAlsoWithCodeZero() {
        agent.on("mcp_status", request -> agent.exit(0, ""));

        assertThatThrownBy(() -> open().request("mcp_status", Map.of()))
                .isInstanceOf(CliExitedException.class)
                .hasMessageStartingWith("The agent exited with code 0 before answering mcp_status.");
    }

    @Test
    void theEndOfStdoutAloneFailsARequestAtOnce() {
        agent.on("mcp_status", request -> agent.closeStdout());

        assertThatThrownBy(() -> open().request("mcp_status", Map.of()))
                .isInstanceOf(CliExitedException.class)
                .hasMessage("The agent closed its stdout but still runs before answering mcp_status.");
    }

    @Test
    void aRequestAfterTheEndFailsAtOnceAndIsNotSent() {
        open();
        agent.exit(3, "");

        assertThatThrownBy(() -> session.request("mcp_status", Map.of()))
                .isInstanceOf(CliExitedException.class)
                .hasMessageContaining("exited with code 3 before answering mcp_status");
        assertThat(agent.events()).doesNotContain("send mcp_status");
    }

    @Test
    void aRequestThatCannotBeWrittenIsToldAndForgotten() {
        open(SessionLimits.defaults().withBuffers(1_000, 1_000_000));
        agent.closeStdin();

        assertThatThrownBy(() -> session.request("mcp_status", Map.of()))
                .isInstanceOf(TransportClosedException.class)
                .hasMessage("The agent does not take input any more.");

        // No answer is awaited any more that would keep the reading going.
        agent.say(MESSAGE.formatted("x".repeat(2_000)));
        assertThat(agent.paused).isTrue();
    }

    @Test
    void anInterruptOfTheThreadEndsTheWaitAndNotTheSession() {
        open();
        Background.Running<Boolean> asking = Background.run(() -> {
            assertThatThrownBy(() -> session.request("mcp_status", Map.of()))
                    .isInstanceOf(AgentInterruptedException.class)
                    .hasMessage("Interrupted while waiting for the answer to mcp_status.");
            return Thread.currentThread().isInterrupted();
        });
        agent.awaitSent("mcp_status");

        asking.thread().interrupt();

        assertThat(asking.outcome()).succeedsWithin(Background.PATIENCE).isEqualTo(true);
        agent.succeed(agent.awaitSent("mcp_status"));
        assertThat(session.statistics().strayAnswers()).isEqualTo(1);
        session.interrupt();
        assertThat(agent.events()).contains("send interrupt");
    }

    @Test
    void isAnsweredBehindMoreMessagesThanTheBufferHolds() {
        open(SessionLimits.defaults().withBuffers(1_000, 1_000_000));
        agent.say(MESSAGE.formatted("x".repeat(2_000)));
        assertThat(agent.paused).isTrue();
        agent.on("interrupt", request -> {
            assertThat(agent.paused).isFalse();
            for (int i = 0; i < 100; i++) {
                agent.say(MESSAGE.formatted("x".repeat(100)));
            }
            agent.succeed(request);
        });

        session.interrupt();

        assertThat(agent.paused).isTrue();
        assertThat(session.receiveMessages().stream().limit(101)).hasSize(101);
        assertThat(agent.paused).isFalse();
    }

    @Test
    void isGivenUpPastTheHardBoundAndWorksAgainOnceMessagesWereTaken() {
        open(SessionLimits.defaults().withBuffers(1_000, 5_000));
        CompletableFuture<JsonNode> first = new CompletableFuture<>();
        agent.on("mcp_status", request -> {
            if (first.complete(request)) {
                for (int i = 0; i < 100; i++) {
                    agent.say(MESSAGE.formatted("x".repeat(100)));
                }
            } else {
                agent.succeed(request);
            }
        });

        assertThatThrownBy(() -> session.request("mcp_status", Map.of()))
                .isInstanceOfSatisfying(
                        ControlException.class, e -> assertThat(e.errorCode()).contains("sdk_buffer_full"));

        assertThat(session.receiveMessages().stream().limit(100)).hasSize(100);
        assertThat(session.request("mcp_status", Map.of()).text()).isEqualTo("{}");
    }

    @Test
    void requestsOfManyThreadsGetTheirOwnAnswers() throws Exception {
        agent.on(
                "echo",
                request -> agent.answer(
                        request, "'response':" + request.get("request").get("value")));
        open();
        CyclicBarrier start = new CyclicBarrier(16);
        List<Background.Running<Boolean>> asking = new ArrayList<>();
        for (int thread = 0; thread < 16; thread++) {
            int offset = thread * 1_000;
            asking.add(Background.run(() -> {
                start.await();
                for (int i = offset; i < offset + 50; i++) {
                    assertThat(session.request("echo", Map.of("value", i)).text())
                            .isEqualTo(Integer.toString(i));
                }
                return true;
            }));
        }

        assertThat(asking).allSatisfy(running -> assertThat(running.outcome()).succeedsWithin(Background.PATIENCE));
        assertThat(session.statistics().strayAnswers()).isZero();
        assertThat(session.statistics().controlFrames()).isEqualTo(1 + 16 * 50);
    }
}
