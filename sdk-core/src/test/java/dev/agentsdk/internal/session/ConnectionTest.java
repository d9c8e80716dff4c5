package dev.agentsdk.internal.session;

import static dev.agentsdk.internal.session.JsonText.jsonBytes;
import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doCallRealMethod;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.control.ControlRequest;
import dev.agentsdk.errors.CliNotFoundException;
import dev.agentsdk.errors.ControlTimeoutException;
import dev.agentsdk.errors.TransportClosedException;
import dev.agentsdk.json.internal.Json;
import dev.agentsdk.message.UserInput;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.SessionLimits;
import dev.agentsdk.spi.Deadline;
import dev.agentsdk.spi.ExitReport;
import dev.agentsdk.spi.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mockito.ArgumentCaptor;
import org.mockito.InOrder;

/** What the engine asks of its transport. */
@Timeout(60)
class ConnectionTest {

    private static final Duration TOTAL = Duration.ofHours(2);
    private static final Duration DRAIN = Duration.ofHours(1);
    private static final Duration SLACK = Duration.ofMinutes(5);

    private final Transport transport = mock(Transport.class);
    private final CompletableFuture<ExitReport> exit = new CompletableFuture<>();
    private Transport.Listener listener;

    @BeforeEach
    void anAgentThatShakesHandsAndEndsWithItsInput() {
        when(transport.closeLimits()).thenReturn(new Transport.CloseLimits(TOTAL, DRAIN));
        when(transport.exit()).thenReturn(exit);
        doAnswer(call -> {
                    listener = call.getArgument(0);
                    return null;
                })
                .when(transport)
                .open(any());
        doCallRealMethod().when(transport).open(any(), any());
        when(transport.send(any(), any())).thenAnswer(call -> {
            JsonNode frame = Json.mapper().readTree(call.<byte[]>getArgument(0));
            if (frame.at("/request/subtype").asText().equals("initialize")) {
                say("{'type':'control_response','response':{'subtype':'success','request_id':" + frame.get("request_id")
                        + "}}");
            }
            return true;
        });
        doAnswer(call -> {
                    exit.complete(report(ExitReport.Stage.EOF));
                    listener.onEnd();
                    return null;
                })
                .when(transport)
                .endInput(any());
        when(transport.close(any())).thenAnswer(call -> {
            exit.complete(report(ExitReport.Stage.TERM));
            return exit.join();
        });
    }

    private static ExitReport report(ExitReport.Stage stage) {
        return ExitReport.builder(stage)
                .exitCode(OptionalInt.of(0))
                .stderrTail("the stderr")
                .leftBehind(List.of(7L))
                .build();
    }

    private void say(String singleQuoted) {
        byte[] line = jsonBytes(singleQuoted);
        listener.onLine(line, 0, line.length);
    }

    private Connection connection(SessionLimits limits) {
        return new Connection(transport, AgentOptions.builder().limits(limits).build());
    }

    private Connection opened() {
        Connection connection = connection(SessionLimits.defaults());
        connection.open();
        return connection;
    }

    private static Duration left(Deadline deadline) {
        return Duration.ofNanos(deadline.remainingNanos());
    }

    @Test
    void closesATransportThatWasNeverOpenedWithoutAskingAnythingOfIt() {
        when(transport.close(any())).thenReturn(ExitReport.notStarted());

        assertThat(connection(SessionLimits.defaults()).close()).isEqualTo(ExitReport.notStarted());

        verify(transport, never()).open(any());
        verify(transport, never()).send(any(), any());
        verify(transport, never()).endInput(any());
    }

    @Test
    void closesATransportThatCouldNotBeOpened() {
        CliNotFoundException why = new CliNotFoundException("There is no claude.", List.of());
        doThrow(why).when(transport).open(any());
        when(transport.close(any())).thenReturn(ExitReport.notStarted());
        Connection connection = connection(SessionLimits.defaults());

        assertThatThrownBy(connection::open).isSameAs(why);

        verify(transport).close(any(Deadline.class));
        verify(transport, never()).endInput(any());
        assertThat(connection.exitReport()).contains(ExitReport.notStarted());
    }

    @Test
    void closesATransportWhoseOpeningEndsInAnError() {
        doThrow(new StackOverflowError("thrown by a test")).when(transport).open(any());

        assertThatThrownBy(connection(SessionLimits.defaults())::open).isInstanceOf(StackOverflowError.class);

        verify(transport).close(any(Deadline.class));
    }

    @Test
    void aRunningTurnIsInterruptedBeforeTheInputEndsAndTheTransportCloses() throws IOException {
        Connection connection = opened();
        connection.sendUser(UserInput.of("Hello"), "default");

        connection.close();

        InOrder order = inOrder(transport);
        ArgumentCaptor<byte[]> frames = ArgumentCaptor.forClass(byte[].class);
        order.verify(transport, times(3)).send(frames.capture(), any());
        order.verify(transport).endInput(any());
        order.verify(transport).close(any(Deadline.class));
        assertThat(Json.mapper()
                        .readTree(frames.getValue())
                        .at("/request/subtype")
                        .asText())
                .isEqualTo("interrupt");
    }

    @Test
    void thePoliteStepsShareTheDrainAndTheRestIsForTheTransport() {
        Connection connection = opened();
        connection.sendUser(UserInput.of("Hello"), "default");

        connection.close();

        ArgumentCaptor<Deadline> deadlines = ArgumentCaptor.forClass(Deadline.class);
        verify(transport, times(3)).send(any(), deadlines.capture());
        assertThat(left(deadlines.getValue())).isBetween(DRAIN.minus(SLACK), DRAIN);
        verify(transport).endInput(deadlines.capture());
        assertThat(left(deadlines.getValue())).isBetween(DRAIN.minus(SLACK), DRAIN);
        verify(transport).close(deadlines.capture());
        assertThat(left(deadlines.getValue())).isBetween(TOTAL.minus(SLACK), TOTAL);
    }

    @Test
    void anInterruptThatCannotBeWrittenInTimeIsNoReasonToSkipTheRest() {
        Connection connection = opened();
        connection.sendUser(UserInput.of("Hello"), "default");
        doReturn(false).when(transport).send(any(), any());

        connection.close();

        verify(transport).endInput(any());
        verify(transport).close(any(Deadline.class));
    }

    @Test
    void anAgentThatHasGoneMeanwhileIsClosedAllTheSame() {
        Connection connection = opened();
        connection.sendUser(UserInput.of("Hello"), "default");
        doThrow(new TransportClosedException("gone")).when(transport).send(any(), any());

        assertThat(connection.close().stage()).isEqualTo(ExitReport.Stage.TERM);

        verify(transport).close(any(Deadline.class));
    }

    @Test
    void theReportOfACloseIsThatOfTheTransportWithTheWholeTimeItTook() {
        Connection connection = opened();

        ExitReport end = connection.close();

        assertThat(end.stage()).isEqualTo(ExitReport.Stage.EOF);
        assertThat(end.exitCode()).hasValue(0);
        assertThat(end.stderrTail()).isEqualTo("the stderr");
        assertThat(end.leftBehind()).containsExactly(7L);
        assertThat(end.elapsed()).isPositive().is(under(Duration.ofMinutes(1)));
        assertThat(connection.exitReport()).containsSame(end);
        assertThat(connection.exit()).succeedsWithin(Background.PATIENCE).isSameAs(end);
    }

    @Test
    void aRequestThatCannotBeWrittenInTimeHasTimedOut() {
        Connection connection = opened();
        doReturn(false).when(transport).send(any(), any());

        assertThatThrownBy(() -> connection.request(
                        ControlRequest.of("mcp_status", Map.of()).withTimeout(Duration.ofHours(1))))
                .isInstanceOf(ControlTimeoutException.class)
                .hasMessageContaining("mcp_status was not answered within 3600000 ms")
                .hasMessageContaining("SessionLimits.controlTimeout");
    }

    @Test
    void aRequestGivesTheWriteItsWholeTimeAndTheAnswerTheRest() {
        Connection connection = opened();
        ArgumentCaptor<Deadline> deadline = ArgumentCaptor.forClass(Deadline.class);
        doAnswer(call -> {
                    connection.close();
                    return true;
                })
                .when(transport)
                .send(any(), deadline.capture());

        assertThatThrownBy(() -> connection.request(
                        ControlRequest.of("mcp_status", Map.of()).withTimeout(Duration.ofHours(1))))
                .isInstanceOf(TransportClosedException.class);

        assertThat(left(deadline.getAllValues().get(0))).isBetween(Duration.ofMinutes(55), Duration.ofHours(1));
    }

    @Test
    void aUserMessageWaitsForTheAgentAsLongAsItTakes() {
        Connection connection = opened();
        connection.sendUser(UserInput.of("Hello"), "default");

        ArgumentCaptor<Deadline> deadlines = ArgumentCaptor.forClass(Deadline.class);
        verify(transport, times(2)).send(any(), deadlines.capture());
        assertThat(left(deadlines.getValue())).isGreaterThan(Duration.ofDays(3650));
    }

    @Test
    void holdsTheAgentBackByItsBufferLimits() {
        Connection connection = connection(SessionLimits.defaults().withBuffers(1_000, 2_000));
        connection.open();

        say("{'type':'assistant','a':'" + "x".repeat(1_000) + "'}");
        verify(transport).pauseReading();

        assertThat(connection.take(TimeLimit.NONE)).isNotNull();
        verify(transport).resumeReading();
    }

    @Test
    void passesOnThePid() {
        when(transport.pid()).thenReturn(OptionalLong.of(4711));

        assertThat(opened().pid()).hasValue(4711);
    }

    @Test
    void endsTheInputWithinTheControlTimeout() {
        opened().endInputWhenIdle();

        ArgumentCaptor<Deadline> deadline = ArgumentCaptor.forClass(Deadline.class);
        verify(transport).endInput(deadline.capture());
        assertThat(left(deadline.getValue())).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
    }
}
