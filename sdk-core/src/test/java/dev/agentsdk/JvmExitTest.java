package dev.agentsdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.errors.TransportClosedException;
import dev.agentsdk.spi.Deadline;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a session ends when its transport says that the JVM is exiting, and when a part of the end fails. */
@Timeout(60)
class JvmExitTest {

    private static final String MESSAGE = "The session was closed because this JVM is shutting down.";

    private final FakeTransport agent = new FakeTransport();

    private void exitJvm() {
        // Not through the fake's own lock: unlike the other methods of a listener this one may wait.
        agent.listener().onJvmExit(Deadline.in(Duration.ofSeconds(10)));
    }

    @Test
    @Tag("R-99")
    void aRunningTurnIsInterruptedAndTheAgentEnded() {
        AgentSession session = agent.session();
        session.send("Hello");

        exitJvm();

        assertThat(agent.events())
                .containsExactly("open", "send initialize", "send user", "send interrupt", "endInput", "close");
        assertThat(session.exitReport()).isPresent();
    }

    @Test
    @Tag("R-99")
    void whoReadsAndWhoWritesLearnsThatTheJvmIsShuttingDown() {
        AgentSession session = agent.session();

        exitJvm();

        assertThatThrownBy(() -> session.receiveResponse().result())
                .isInstanceOf(TransportClosedException.class)
                .hasMessage(MESSAGE);
        assertThatThrownBy(() -> session.send("Hello"))
                .isInstanceOf(TransportClosedException.class)
                .hasMessage(MESSAGE);
    }

    @Test
    @Tag("R-99")
    void aCloseOfTheApplicationThatCameFirstKeepsItsReason() {
        AgentSession session = agent.session();
        session.close();

        exitJvm();

        assertThatThrownBy(() -> session.send("Hello")).hasMessage("The session is closed: its close() was called.");
    }

    @Test
    @Tag("R-81")
    void anErrorInThePoliteEndDoesNotKeepTheTransportFromBeingClosed() {
        AgentSession session = agent.session();
        session.send("Hello");
        agent.on("interrupt", request -> {
            throw new OutOfMemoryError("unable to create native thread");
        });

        session.close();
        session.close();

        assertThat(agent.events()).last().isEqualTo("close");
        assertThat(session.exitReport()).isPresent();
    }
}
