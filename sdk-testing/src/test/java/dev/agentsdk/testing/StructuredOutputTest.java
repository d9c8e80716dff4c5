package dev.agentsdk.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.AgentQuery;
import dev.agentsdk.AgentSession;
import dev.agentsdk.errors.CliExitedException;
import dev.agentsdk.errors.ResultException;
import dev.agentsdk.errors.StructuredOutputException;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.schema.Description;
import dev.agentsdk.schema.JsonSchema;
import dev.agentsdk.schema.RecordShape;
import dev.agentsdk.tool.ToolServer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Answers as records. */
@Timeout(30)
class StructuredOutputTest {

    record Sum(int value, @Description("how it was found") List<String> steps) {}

    private final InMemoryTransport transport = new InMemoryTransport();
    private final Wire wire = new Wire(transport);

    private static String result(String fields) {
        return ("{'type':'result','subtype':'success','is_error':false,'session_id':'s','result':'text'" + fields + "}")
                .replace('\'', '"');
    }

    /** Asks, lets the agent answer, and gives what came of it. */
    private <T extends Throwable> T failing(Class<T> type, String line) throws InterruptedException {
        CompletableFuture<Sum> asked = ask();
        wire.sent();
        wire.sent();
        if (line.isEmpty()) {
            transport.exit(0, "");
        } else {
            transport.emit(line);
        }
        try {
            asked.get(5, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return type.cast(e.getCause());
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("no exception");
    }

    private CompletableFuture<Sum> ask() {
        AgentOptions options =
                AgentOptions.builder().transport(transport.factory()).build();
        return CompletableFuture.supplyAsync(() -> AgentQuery.ask("2 + 2?", options, Sum.class));
    }

    @Test
    void theSchemaGoesOutAndTheAnswerComesBackAsARecord() throws Exception {
        CompletableFuture<Sum> asked = ask();
        JsonNode initialize = wire.sent().path("request");
        assertThat(initialize.path("jsonSchema"))
                .isEqualTo(Wire.json("{'type':'object','properties':{'value':{'type':'integer'},"
                        + "'steps':{'type':'array','items':{'type':'string'},'description':'how it was found'}},"
                        + "'required':['value','steps'],'additionalProperties':false}"));
        wire.sent();
        transport.emit(result(",'structured_output':{'value':4,'steps':['counted']}"));
        assertThat(asked.get(5, TimeUnit.SECONDS)).isEqualTo(new Sum(4, List.of("counted")));
    }

    @Test
    void theOtherNameOfTheFieldIsTakenToo() throws Exception {
        CompletableFuture<Sum> asked = ask();
        wire.sent();
        wire.sent();
        transport.emit(result(",'structured_result':{'value':5,'steps':[]}"));
        assertThat(asked.get(5, TimeUnit.SECONDS).value()).isEqualTo(5);
    }

    @Test
    void noAnswerIsATypedError() throws Exception {
        StructuredOutputException thrown = failing(StructuredOutputException.class, result(""));
        assertThat(thrown.problems()).isEmpty();
        assertThat(thrown.result().result()).contains("text");
    }

    @Test
    void anAnswerThatDoesNotFitIsATypedErrorThatSaysWhy() throws Exception {
        StructuredOutputException thrown =
                failing(StructuredOutputException.class, result(",'structured_output':{'value':'four'}"));
        assertThat(thrown.problems()).containsExactly("steps is missing", "value must be an integer, not a string");
        assertThat(thrown).hasMessageContaining("steps is missing");
    }

    @Test
    void anErrorResultIsAnErrorFirst() throws Exception {
        ResultException thrown = failing(
                ResultException.class,
                "{\"type\":\"result\",\"subtype\":\"error_max_structured_output_retries\",\"is_error\":true}");
        assertThat(thrown.result().subtype()).isEqualTo("error_max_structured_output_retries");
    }

    @Test
    void anExitWithoutAResultIsWhatItAlwaysIs() throws Exception {
        assertThat(failing(CliExitedException.class, "")).hasMessageContaining("code 0");
    }

    @Test
    void aSessionCanAskForRecordsTurnByTurn() {
        RecordShape<Sum> shape = RecordShape.of(Sum.class);
        try (AgentSession session = Wire.open(transport, AgentOptions.builder().outputSchema(shape.schema()))) {
            session.send("2 + 2?");
            transport.emit(result(",'structured_output':{'value':4,'steps':[]}"));
            assertThat(session.receiveResponse().result(shape).value()).isEqualTo(4);
        }
    }

    @Test
    void whatCannotWorkIsRefusedBeforeAnythingIsStarted() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AgentQuery.ask(
                        "?",
                        AgentOptions.builder().transport(transport.factory()).build(),
                        String.class));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AgentOptions.builder().outputSchema(JsonSchema.of("{\"type\":\"array\"}")));
        assertThat(transport.sent()).isEmpty();
    }

    @Test
    void theHandshakeNamesTheToolServersToo() {
        try (AgentSession session = Wire.open(
                transport,
                AgentOptions.builder()
                        .toolServer(ToolServer.of("a"))
                        .toolServer(ToolServer.of("b").withConfig("timeout", 5)))) {
            JsonNode initialize = Wire.json(transport.sent().get(0)).path("request");
            assertThat(initialize.path("sdkMcpServers")).isEqualTo(Wire.json("['a','b']"));
            assertThat(initialize.path("sdkMcpServerConfigs")).isEqualTo(Wire.json("{'b':{'timeout':5}}"));
            assertThat(session.exitReport()).isEmpty();
        }
    }
}
