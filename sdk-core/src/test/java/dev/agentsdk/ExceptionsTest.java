package dev.agentsdk;

import static dev.agentsdk.internal.session.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.errors.AgentException;
import dev.agentsdk.errors.AgentInterruptedException;
import dev.agentsdk.errors.CliExitedException;
import dev.agentsdk.errors.CliNotFoundException;
import dev.agentsdk.errors.CliStartException;
import dev.agentsdk.errors.ControlException;
import dev.agentsdk.errors.ControlTimeoutException;
import dev.agentsdk.errors.ProtocolException;
import dev.agentsdk.errors.ResultException;
import dev.agentsdk.errors.TransportClosedException;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.ResultMessage;
import dev.agentsdk.spi.ExitReport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ExceptionsTest {

    private static final ResultMessage ERROR_RESULT = (ResultMessage) Message.parse(
            json("{'type':'result','subtype':'error_max_turns','is_error':true,'errors':['turn limit 4 hit']}"));

    private static ExitReport exit(OptionalInt code, OptionalInt signal, String stderr) {
        return ExitReport.builder(ExitReport.Stage.ALREADY_EXITED)
                .exitCode(code)
                .signal(signal)
                .stderrTail(stderr)
                .build();
    }

    @Test
    void anExitIsToldWithItsCodeAndStderr() {
        CliExitedException told =
                new CliExitedException("its result", exit(OptionalInt.of(3), OptionalInt.empty(), "bad flag\n"), null);

        assertThat(told).hasMessage("The agent exited with code 3 before its result. The end of its stderr: bad flag");
        assertThat(told.report()).get().extracting(ExitReport::exitCode).isEqualTo(OptionalInt.of(3));
        assertThat(told.lastErrorResult()).isEmpty();
    }

    @Test
    void anExitBySignalIsToldByTheSignal() {
        assertThat(new CliExitedException("its result", exit(OptionalInt.of(139), OptionalInt.of(11), " "), null))
                .hasMessage(
                        "The agent was killed by signal 11, which this SDK did not send, before its result. It wrote nothing to stderr.");
    }

    /** The jdk launcher does not know which signal ended a process if it did not send it. */
    @Test
    void anExitCodeOfASignalIsExplained() {
        assertThat(new CliExitedException("its result", exit(OptionalInt.of(137), OptionalInt.empty(), " "), null))
                .hasMessage("The agent exited with code 137, as after signal 9, which this SDK did not send, before its"
                        + " result. It wrote nothing to stderr.");
        for (int code : new int[] {0, 128, 160, 255}) {
            assertThat(new CliExitedException("its result", exit(OptionalInt.of(code), OptionalInt.empty(), " "), null))
                    .hasMessage(
                            "The agent exited with code " + code + " before its result. It wrote nothing to stderr.");
        }
    }

    @Test
    void anAgentThatLivesOrWasLostIsToldSo() {
        assertThat(new CliExitedException("its result", null, null))
                .hasMessage("The agent closed its stdout but still runs before its result.");
        assertThat(new CliExitedException("its result", exit(OptionalInt.empty(), OptionalInt.empty(), ""), null))
                .hasMessage("The agent has gone before its result. It wrote nothing to stderr.");
    }

    @Test
    void anExitIsToldWithTheErrorResultBeforeIt() {
        CliExitedException told =
                new CliExitedException("its result", exit(OptionalInt.of(1), OptionalInt.empty(), ""), ERROR_RESULT);

        assertThat(told)
                .hasMessage("The agent exited with code 1 before its result. Its last result was an error"
                        + " (error_max_turns): turn limit 4 hit. It wrote nothing to stderr.");
        assertThat(told.lastErrorResult()).containsSame(ERROR_RESULT);
    }

    @Test
    void ofALongStderrTheEndIsShown() {
        String stderr = "x".repeat(100_000) + "the last words";

        assertThat(new CliExitedException("its result", exit(OptionalInt.of(1), OptionalInt.empty(), stderr), null))
                .message()
                .endsWith("xxx" + "the last words")
                .hasSizeLessThan(4096 + 200);
    }

    @Test
    void aTimeoutNamesTheRequestTheTimeAndWhatToDo() {
        ControlTimeoutException told =
                new ControlTimeoutException("set_model", "req_2_0badcafe", Duration.ofSeconds(60), "Try again.");

        assertThat(told).hasMessage("Control request timeout: set_model was not answered within 60000 ms. Try again.");
        assertThat(told.subtype()).isEqualTo("set_model");
        assertThat(told.requestId()).isEqualTo("req_2_0badcafe");
        assertThat(told.timeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(told.errorCode()).isEmpty();
    }

    @Test
    void aRefusalKeepsTheAgentsCode() {
        ControlException told = new ControlException("set_model", "req_2_0badcafe", "no such model", "bad_model");

        assertThat(told).hasMessage("no such model");
        assertThat(told.errorCode()).contains("bad_model");
        assertThat(new ControlException("set_model", "id", "no", null).errorCode())
                .isEmpty();
    }

    @Test
    void anErrorResultIsToldBySubtypeAndText() {
        ResultException told = new ResultException(ERROR_RESULT);

        assertThat(told).hasMessage("The agent ended with an error result (error_max_turns): turn limit 4 hit");
        assertThat(told.result()).isSameAs(ERROR_RESULT);
    }

    @Test
    void aProtocolErrorKeepsTheFirstBytesOutOfItsMessage() {
        byte[] line = ("secret " + "x".repeat(1000)).getBytes(StandardCharsets.UTF_8);
        ProtocolException told = new ProtocolException("A line is too long.", line);

        assertThat(told).hasMessage("A line is too long.");
        assertThat(told.firstBytes()).startsWith("secret x").hasSize(200);
    }

    @Test
    void aProtocolErrorShowsMalformedBytesAsReplaced() {
        assertThat(new ProtocolException("A line is bad.", new byte[] {'a', (byte) 0xe4, 'b'}).firstBytes())
                .isEqualTo("a\ufffdb");
    }

    @Test
    void aMissingCliIsToldWithThePlacesThatWereSearched() {
        List<String> searched = new ArrayList<>(List.of("bin/claude"));
        CliNotFoundException told = new CliNotFoundException("There is no claude.", searched);
        searched.clear();

        assertThat(told).hasMessage("There is no claude.");
        assertThat(told.searched()).containsExactly("bin/claude");
    }

    @Test
    void aFailedStartKeepsReasonAndCause() {
        IOException cause = new IOException("E2BIG");
        CliStartException told =
                new CliStartException(CliStartException.Reason.ARGUMENT_TOO_LONG, "An argument is too long.", cause);

        assertThat(told).hasMessage("An argument is too long.").hasCause(cause);
        assertThat(told.reason()).isEqualTo(CliStartException.Reason.ARGUMENT_TOO_LONG);
    }

    @Test
    void allHaveOneRootThatIsUnchecked() {
        assertThat(List.of(
                        new CliExitedException("it", null, null),
                        new CliNotFoundException("no", List.of()),
                        new CliStartException(CliStartException.Reason.OTHER, "no", null),
                        new ControlTimeoutException("a", "b", Duration.ZERO, "c"),
                        new ProtocolException("no", new byte[0]),
                        new ResultException(ERROR_RESULT),
                        new AgentInterruptedException("no"),
                        new TransportClosedException("no")))
                .allSatisfy(
                        e -> assertThat(e).isInstanceOf(AgentException.class).isInstanceOf(RuntimeException.class));
    }

    @Test
    void survivesSerializationWithoutWhatCannotBeSerialized() throws Exception {
        CliExitedException told = serialized(
                new CliExitedException("it", exit(OptionalInt.of(1), OptionalInt.empty(), ""), ERROR_RESULT));
        assertThat(told).hasMessageContaining("exited with code 1");
        assertThat(told.report()).isEmpty();
        assertThat(told.lastErrorResult()).isEmpty();
        assertThat(serialized(new CliNotFoundException("no", List.of("a"))).searched())
                .isEmpty();
        assertThat(serialized(new ControlException("a", "b", "c", "d")).errorCode())
                .contains("d");
    }

    private static <T> T serialized(T exception) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(exception);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            @SuppressWarnings("unchecked") // the class of what was written
            T copy = (T) in.readObject();
            return copy;
        }
    }
}
