package dev.agentsdk.internal.session;

import static dev.agentsdk.internal.session.JsonText.jsonBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doCallRealMethod;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.json.internal.Json;
import dev.agentsdk.message.UserInput;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.SessionLimits;
import dev.agentsdk.spi.ExitReport;
import dev.agentsdk.spi.Transport;
import dev.agentsdk.tool.McpServer;
import dev.agentsdk.tool.McpServerSession;
import dev.agentsdk.tool.internal.QuickMcpSession;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A step of an ending that throws, also an Error: the others are done, and every closer returns. */
@Timeout(60)
@Tag("R-81")
@Tag("R-114")
class CloseStepsTest {

    private static final class Boom extends Error {
        private static final long serialVersionUID = 1L;

        Boom() {
            super("boom");
        }
    }

    private final Transport transport = mock(Transport.class);
    private final CompletableFuture<ExitReport> exit = new CompletableFuture<>();
    private Transport.Listener listener;

    @BeforeEach
    void anAgentThatShakesHands() {
        when(transport.closeLimits())
                .thenReturn(new Transport.CloseLimits(Duration.ofMillis(300), Duration.ofMillis(50)));
        when(transport.exit()).thenReturn(exit);
        when(transport.pid()).thenReturn(OptionalLong.of(4711));
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
        when(transport.close(any())).thenAnswer(call -> {
            exit.complete(ExitReport.builder(ExitReport.Stage.KILL)
                    .exitCode(OptionalInt.of(137))
                    .signal(OptionalInt.of(9))
                    .build());
            listener.onEnd();
            return exit.join();
        });
    }

    private void say(String singleQuoted) {
        byte[] line = jsonBytes(singleQuoted);
        listener.onLine(line, 0, line.length);
    }

    private Connection inATurn(AgentOptions.Builder options) {
        Connection connection = new Connection(transport, options.build());
        connection.open();
        connection.sendUser(UserInput.of("hello"), "default");
        return connection;
    }

    /** What throws when it is called from now on. */
    interface Fault {
        void in(Transport transport);
    }

    static Stream<Fault> faults() {
        return Stream.of(
                transport -> doThrow(new Boom()).when(transport).closeLimits(),
                transport -> doThrow(new Boom()).when(transport).send(any(), any()),
                transport -> doThrow(new Boom()).when(transport).endInput(any()),
                transport ->
                        doThrow(new IllegalStateException()).when(transport).endInput(any()),
                transport -> doThrow(new Boom()).when(transport).resumeReading());
    }

    @ParameterizedTest
    @MethodSource("faults")
    void anErrorBeforeTheTransportIsClosedDoesNotSkipThat(Fault fault) {
        Connection connection =
                inATurn(AgentOptions.builder().limits(SessionLimits.defaults().withBuffers(1, 1 << 20)));
        say("{'type':'new'}");
        CompletableFuture<Void> run = connection.whenRunFinished();
        fault.in(transport);

        ExitReport report = connection.close();

        assertThat(report.stage()).isEqualTo(ExitReport.Stage.KILL);
        verify(transport).close(any());
        assertThat(connection.close()).isEqualTo(report);
        assertThat(connection.exit()).succeedsWithin(Background.PATIENCE).isEqualTo(report);
        assertThat(run).failsWithin(Background.PATIENCE).withThrowableOfType(ExecutionException.class);
    }

    @Test
    void anErrorOfTheTransportsOwnCloseIsAReportThatTheAgentMayLive() {
        Connection connection = inATurn(AgentOptions.builder());
        doThrow(new Boom()).when(transport).close(any());

        ExitReport report = connection.close();

        assertThat(report.stage()).isEqualTo(ExitReport.Stage.ABANDONED);
        assertThat(report.leftBehind()).containsExactly(4711L);
        assertThat(connection.close()).isEqualTo(report);
        assertThat(connection.exitReport()).contains(report);
        assertThat(connection.take(TimeLimit.NONE)).isNull();
    }

    @Test
    void errorsOfToolServersDoNotSkipTheTransportsClose() throws InterruptedException {
        CountDownLatch opened = new CountDownLatch(2);
        McpServer server = peer -> {
            opened.countDown();
            return new QuickMcpSession() {
                @Override
                public CompletableFuture<Optional<dev.agentsdk.json.RawJson>> handle(
                        dev.agentsdk.json.RawJson message) {
                    return new CompletableFuture<>();
                }

                @Override
                public void close() {
                    throw new Boom();
                }
            };
        };
        Connection connection =
                inATurn(AgentOptions.builder().toolServer("a", server).toolServer("b", server));
        for (String name : List.of("a", "b")) {
            say("{'type':'control_request','request_id':'" + name + "','request':{'subtype':'mcp_message',"
                    + "'server_name':'" + name + "','message':{'id':1,'method':'initialize'}}}");
        }
        assertThat(opened.await(Background.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();

        assertThat(connection.close().stage()).isEqualTo(ExitReport.Stage.KILL);
    }

    @Test
    void aLaterCloserDoesNotWaitForAFirstOneThatDoesNotReturn() throws Exception {
        Connection connection = inATurn(AgentOptions.builder());
        CountDownLatch closing = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        doAnswer(call -> {
                    closing.countDown();
                    release.await();
                    return ExitReport.notStarted();
                })
                .when(transport)
                .close(any());
        CompletableFuture<ExitReport> first = CompletableFuture.supplyAsync(connection::close);
        assertThat(closing.await(Background.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();

        ExitReport later = connection.close();

        assertThat(later.stage()).isEqualTo(ExitReport.Stage.ABANDONED);
        assertThat(first).isNotDone();
        release.countDown();
        assertThat(first).succeedsWithin(Background.PATIENCE);
    }

    @Test
    void everyStepOfTheEndOfTheOutputIsDone() {
        Connection connection = inATurn(AgentOptions.builder());
        CompletableFuture<Void> run = connection.whenRunFinished();
        exit.obtrudeException(new Boom());

        CloseSteps.run("the end of the output", listener::onEnd);

        verify(transport, atLeastOnce()).exit();
        assertThat(run).failsWithin(Background.PATIENCE).withThrowableOfType(ExecutionException.class);
    }

    @Test
    void aStepThatThrowsIsReportedAndNothingElse() {
        AtomicInteger run = new AtomicInteger();

        CloseSteps.run("one", () -> {
            throw new StackOverflowError();
        });
        CloseSteps.run("two", run::incrementAndGet);

        assertThat(run).hasValue(1);
        assertThat(CloseSteps.<Map<String, McpServerSession>>get("three", () -> {
                    throw new OutOfMemoryError();
                }))
                .isNull();
    }
}
