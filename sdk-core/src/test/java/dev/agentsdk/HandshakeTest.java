package dev.agentsdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.errors.AgentInterruptedException;
import dev.agentsdk.errors.CliExitedException;
import dev.agentsdk.errors.CliStartException;
import dev.agentsdk.errors.ControlException;
import dev.agentsdk.errors.ControlTimeoutException;
import dev.agentsdk.internal.session.Background;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.SessionLimits;
import dev.agentsdk.spi.Transport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HandshakeTest {

    private final FakeTransport agent = new FakeTransport();

    @Test
    void asksToInitializeWithHooksPresentAndNull() {
        try (AgentSession session = agent.session()) {
            JsonNode frame = agent.sent().get(0);

            assertThat(frame.get("type").asText()).isEqualTo("control_request");
            assertThat(frame.get("request_id").asText()).matches("req_1_[0-9a-f]{8}");
            assertThat(frame.get("request").get("subtype").asText()).isEqualTo("initialize");
            assertThat(frame.get("request").get("hooks").isNull()).isTrue();
            assertThat(frame.get("request")).hasSize(2);
            assertThat(session.pid()).hasValue(4711);
        }
    }

    @Test
    void writesTheFrameAsOneCompactLine() {
        try (AgentSession session = agent.session()) {
            String line = new String(agent.sentBytes().get(0), StandardCharsets.UTF_8);

            assertThat(line)
                    .startsWith("{\"type\":\"control_request\",\"request_id\":\"req_1_")
                    .endsWith("\",\"request\":{\"subtype\":\"initialize\",\"hooks\":null}}");
            assertThat(session.exitReport()).isEmpty();
        }
    }

    @Test
    void keepsTheAgentsAnswerAsItWasWritten() {
        agent.on(
                "initialize", request -> agent.answer(request, "'subtype':'success','response':{ 'models' : [1.10] }"));

        try (AgentSession session = agent.session()) {
            assertThat(session.initializeResponse().text()).isEqualTo("{ \"models\" : [1.10] }");
        }
    }

    @Test
    void anAnswerWithoutContentIsAnEmptyObject() {
        agent.on("initialize", request -> agent.answer(request, "'subtype':'success'"));

        try (AgentSession session = agent.session()) {
            assertThat(session.initializeResponse().text()).isEqualTo("{}");
        }
    }

    @Test
    void servesTheAgentsRequestsBeforeItHasAnswered() {
        agent.on("initialize", initialize -> {
            agent.on("control_response", served -> agent.succeed(initialize));
            agent.say("{'type':'control_request','request_id':'cli-1','request':{'subtype':'mcp_message'}}");
        });

        try (AgentSession session = agent.session()) {
            assertThat(agent.awaitSent("control_response")
                            .at("/response/request_id")
                            .asText())
                    .isEqualTo("cli-1");
            assertThat(session.statistics().controlFrames()).isEqualTo(2);
        }
    }

    @Test
    void anAgentThatDoesNotAnswerIsClosedAndItsStderrIsTold() {
        agent.on("initialize", request -> {});
        agent.atEndOfInput = () -> {};
        agent.limits = new Transport.CloseLimits(Duration.ofMillis(200), Duration.ofMillis(20));
        agent.stderrTail = "  cannot find module x\n";
        AgentOptions options = agent.options()
                .limits(SessionLimits.defaults().withInitializeTimeout(Duration.ofMillis(50)))
                .build();
        long start = System.nanoTime();

        assertThatThrownBy(() -> AgentSession.open(options))
                .isInstanceOfSatisfying(ControlTimeoutException.class, e -> {
                    assertThat(e.subtype()).isEqualTo("initialize");
                    assertThat(e.requestId()).startsWith("req_1_");
                    assertThat(e.timeout()).isEqualTo(Duration.ofMillis(50));
                })
                .hasMessageStartingWith("Control request timeout: initialize was not answered within 50 ms.")
                .hasMessageContaining("SessionLimits.initializeTimeout")
                .hasMessageEndingWith("It wrote to stderr: cannot find module x");

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
        assertThat(agent.events()).containsOnlyOnce("close").endsWith("close");
    }

    @Test
    void anAgentThatNeitherAnswersNorWritesToStderrIsToldSo() {
        agent.on("initialize", request -> {});
        AgentOptions options = agent.options()
                .limits(SessionLimits.defaults().withInitializeTimeout(Duration.ofMillis(1)))
                .build();

        assertThatThrownBy(() -> AgentSession.open(options))
                .isInstanceOf(ControlTimeoutException.class)
                .hasMessageEndingWith("It wrote nothing to stderr.");
    }

    @Test
    void aRefusalIsThrownAndTheAgentClosed() {
        agent.on(
                "initialize",
                request -> agent.answer(request, "'subtype':'error','error':'not logged in','error_code':'auth'"));

        assertThatThrownBy(agent::session)
                .isInstanceOfSatisfying(ControlException.class, e -> {
                    assertThat(e.subtype()).isEqualTo("initialize");
                    assertThat(e.errorCode()).contains("auth");
                })
                .hasMessage("not logged in");
        assertThat(agent.events()).containsOnlyOnce("close").endsWith("close");
    }

    @Test
    void anExitBeforeTheAnswerIsToldAtOnceWithItsStderr() {
        agent.on("initialize", request -> agent.exit(1, "unknown option --x\n"));

        assertThatThrownBy(agent::session)
                .isInstanceOf(CliExitedException.class)
                .hasMessage("The agent exited with code 1 before answering initialize."
                        + " The end of its stderr: unknown option --x");
        assertThat(agent.events()).containsOnlyOnce("close").endsWith("close");
    }

    @Test
    void anExitInGoodOrderBeforeTheAnswerIsAFailureToo() {
        agent.on("initialize", request -> agent.exit(0, ""));

        assertThatThrownBy(agent::session)
                .isInstanceOf(CliExitedException.class)
                .hasMessageStartingWith("The agent exited with code 0 before answering initialize.");
    }

    @Test
    void anErrorResultBeforeTheExitIsToldAsTheReason() {
        agent.on("initialize", request -> {
            agent.say("{'is_error':true,'errors':['No conversation found'],'subtype':'error_during_execution',"
                    + "'type':'result'}");
            agent.exit(1, "");
        });

        assertThatThrownBy(agent::session)
                .isInstanceOfSatisfying(
                        CliExitedException.class,
                        e -> assertThat(e.lastErrorResult()).isPresent())
                .hasMessageContaining("No conversation found");
    }

    @Test
    void anAgentThatCannotBeStartedIsClosedAndTheReasonThrownAsItIs() {
        CliStartException why =
                new CliStartException(CliStartException.Reason.PROGRAM_NOT_EXECUTABLE, "Not executable.", null);
        agent.atStart = () -> {
            throw why;
        };

        assertThat(catchThrowable(agent::session)).isSameAs(why);
        assertThat(agent.events()).isEqualTo(List.of("open", "close"));
    }

    @Test
    void anInterruptOfTheOpeningThreadClosesTheAgentAndKeepsTheFlag() {
        agent.on("initialize", request -> {});
        Background.Running<Boolean> opening = Background.run(() -> {
            assertThatThrownBy(agent::session)
                    .isInstanceOf(AgentInterruptedException.class)
                    .hasMessage("Interrupted while waiting for the answer to initialize.");
            return Thread.currentThread().isInterrupted();
        });
        agent.awaitSent("initialize");

        opening.thread().interrupt();

        assertThat(opening.outcome()).succeedsWithin(Background.PATIENCE).isEqualTo(true);
        assertThat(agent.events()).containsOnlyOnce("close").endsWith("close");
    }
}
