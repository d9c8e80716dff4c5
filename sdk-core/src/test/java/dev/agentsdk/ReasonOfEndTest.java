package dev.agentsdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.errors.CliExitedException;
import dev.agentsdk.errors.ControlTimeoutException;
import dev.agentsdk.errors.StructuredOutputException;
import dev.agentsdk.errors.TransportClosedException;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.SessionLimits;
import dev.agentsdk.schema.RecordShape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An exception says why the agent ended, and who ended it. */
@Timeout(60)
class ReasonOfEndTest {

    private final FakeTransport agent = new FakeTransport();

    @Test
    void aReasonOnStdoutIsShown() {
        agent.on("initialize", request -> {
            agent.say("Invalid API key \u00b7 Please run /login".getBytes(StandardCharsets.UTF_8));
            agent.exit(1, "");
        });

        assertThatThrownBy(agent::session)
                .isInstanceOfSatisfying(
                        CliExitedException.class,
                        e -> assertThat(e.noiseLines()).containsExactly("Invalid API key \u00b7 Please run /login"))
                .hasMessage("The agent exited with code 1 before answering initialize. It wrote nothing to stderr."
                        + " The last lines of its stdout that are not JSON: Invalid API key \u00b7 Please run /login");
    }

    @Test
    void ofALotOfNoiseTheLastLinesAreShown() {
        AgentSession session = agent.session();
        for (int i = 0; i < 2000; i++) {
            agent.say("npm warn " + i + " " + "x".repeat(10_000));
        }
        agent.exit(1, "");

        assertThatThrownBy(() -> session.receiveMessages().iterator().hasNext())
                .isInstanceOfSatisfying(CliExitedException.class, e -> {
                    assertThat(e.noiseLines()).hasSize(8).allMatch(line -> line.length() == 400);
                    assertThat(e.noiseLines().get(0)).startsWith("npm warn 1992 x");
                    assertThat(e.noiseLines().get(7)).startsWith("npm warn 1999 x");
                    assertThat(e.getMessage().length()).isLessThan(5_000);
                });
        session.close();
    }

    @Test
    void aProgramThatSpeaksNoJsonIsProbablyNoAgent() {
        agent.on("initialize", request -> {
            agent.say("--output-format stream-json");
            agent.exit(0, "");
        });

        assertThatThrownBy(agent::session)
                .isInstanceOf(CliExitedException.class)
                .hasMessageEndingWith(
                        "--output-format stream-json It wrote no JSON: it is probably no stream-json CLI.");
    }

    @Test
    void aProgramThatDoesNotAnswerIsShownWithWhatItPrinted() {
        agent.on("initialize", request -> agent.say("Welcome! Log in at the console first."));
        AgentOptions options = agent.options()
                .limits(SessionLimits.defaults().withInitializeTimeout(Duration.ofMillis(1)))
                .build();

        assertThatThrownBy(() -> AgentSession.open(options))
                .isInstanceOf(ControlTimeoutException.class)
                .hasMessageEndingWith("It wrote nothing to stderr."
                        + " The last lines of its stdout that are not JSON: Welcome! Log in at the console first.");
    }

    @Test
    void aFailedWriteWaitsForTheLastLinesOfStdout() {
        AgentSession session = agent.session();
        agent.say("fatal: out of credit");
        agent.exit(1, "");

        assertThatThrownBy(() -> session.send("Hello"))
                .isInstanceOf(CliExitedException.class)
                .hasMessageContaining("fatal: out of credit");
        session.close();
    }

    @Test
    void aCloseByTheApplicationIsNamed() {
        AgentSession session = agent.session();
        session.close();

        assertThatThrownBy(() -> session.send("Hello"))
                .isInstanceOf(TransportClosedException.class)
                .hasMessage("The session is closed: its close() was called.");
    }

    @Test
    void aCloseThatFollowsFromAFailureNamesTheFailure() {
        AgentSession session = agent.session();
        IOException broken = new IOException("the disk is gone");
        agent.deliver(listener -> listener.onFailure(broken));
        session.close();

        assertThatThrownBy(() -> session.send("Hello"))
                .isInstanceOf(TransportClosedException.class)
                .hasMessageStartingWith("The session was closed because it failed: ")
                .hasMessageContaining("the disk is gone")
                .hasRootCause(broken);
    }

    record Sum(int value) {}

    @Test
    void aMissingStructuredAnswerIsReportedWithTheTextThatCame() {
        agent.on("user", question -> agent.say("{'type':'result','subtype':'success','result':'It is 4.'}"));

        assertThatThrownBy(() -> AgentQuery.ask("2 + 2?", agent.options().build(), Sum.class))
                .isInstanceOfSatisfying(
                        StructuredOutputException.class,
                        e -> assertThat(e.result().result()).contains("It is 4."))
                .hasMessageStartingWith("The result holds no structured answer, but this text: It is 4.");
    }

    @Test
    void aMissingStructuredAnswerWithoutTextIsReportedWithTheStopReason() {
        agent.on(
                "user",
                question -> agent.say("{'type':'result','subtype':'success','result':'','stop_reason':'refusal'}"));

        try (AgentSession session = agent.session()) {
            session.send("2 + 2?");
            assertThatThrownBy(() -> session.receiveResponse().result(RecordShape.of(Sum.class)))
                    .isInstanceOf(StructuredOutputException.class)
                    .hasMessageStartingWith("The result holds no structured answer and no text"
                            + " (subtype success, stop reason refusal).");
        }
    }

    @Test
    void aSignalOfAnotherProcessIsNotOurs() {
        AgentSession session = agent.session();
        agent.dieOfSignal(9);

        assertThatThrownBy(() -> session.receiveMessages().iterator().hasNext())
                .hasMessage("The agent was killed by signal 9, which this SDK did not send, before the end of the"
                        + " conversation. It wrote nothing to stderr.");
        assertThat(List.of(session.exitReport().orElseThrow().signal().orElseThrow()))
                .containsExactly(9);
        session.close();
    }
}
